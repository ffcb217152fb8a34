// Every error a person can meet. The message says what happened, with the value seen, and what to
// do next.

/** What went wrong, as a closed list: the interface chooses its remedy by it. */
export type StudioErrorKind =
  | 'BadScoreFile'
  | 'BadImage'
  | 'BadSafetensors'
  | 'BadModel'
  | 'BadLora'
  | 'BadCheckpoint'
  | 'BadSettings'
  | 'BadProject'
  | 'NotFinite'
  | 'OutOfMemory'
  | 'DeviceLost'
  | 'StorageFull'
  /** The browser's storage was cleared or closed under the studio. */
  | 'StorageGone'
  /** Something stored here is not as it was written. */
  | 'Damaged'
  | 'Unsupported'
  /** The device is at other work. */
  | 'Busy';

/** No message is longer: one that holds a value of a file could have its megabytes. */
const MOST_CHARACTERS = 2000;

/**
 * An error with a kind and a remedy. `message` = what happened with the value seen; `remedy` = the
 * next step.
 */
export class StudioError extends Error {
  readonly kind: StudioErrorKind;
  readonly remedy: string;
  constructor(kind: StudioErrorKind, message: string, remedy: string) {
    super(message.length > MOST_CHARACTERS ? `${message.slice(0, MOST_CHARACTERS)}…` : message);
    this.name = 'StudioError';
    this.kind = kind;
    this.remedy = remedy;
  }
}

/** True where an AbortSignal ended the work: not an error to show. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
