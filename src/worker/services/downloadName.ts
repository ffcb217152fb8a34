// A file name made of the name a person gave something, for the browser's download list.

export function downloadName(name: string, rest: string): string {
  return `${
    name
      .trim()
      .replace(/[^\p{L}\p{N}._-]+/gu, '-')
      .replace(/^-+|-+$/g, '') || 'plumbline'
  }${rest}`;
}
