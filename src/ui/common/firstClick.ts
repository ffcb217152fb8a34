/** What a button makes is made once: the second click of a double click does nothing. */
export const firstClick =
  (make: () => void) =>
  ({ detail }: { readonly detail: number }): void => {
    if (detail < 2) make();
  };
