// Size of an image.

/** Height and width, as tensors have them. */
export type ImageSize = readonly [height: number, width: number];
