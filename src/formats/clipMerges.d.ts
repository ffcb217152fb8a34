declare module 'virtual:clip-merges' {
  /** The text of CLIP's merges.txt. */
  const merges: string;
  export default merges;
}
