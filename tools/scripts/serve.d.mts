/** Serves a folder on this machine (serve.mjs). */
export function serve(
  folder: string,
  options?: { readonly firstPort?: number; readonly isolated?: boolean },
): Promise<{ readonly url: string; readonly port: number; close(): Promise<unknown> }>;
