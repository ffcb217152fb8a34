// The mark of the house: a plumb bob. Used by the brand, the rail and, as a handle, by the
// threshold line.

export function PlumbBob({ size = 15 }: { readonly size?: number }) {
  return (
    <svg width={size} height={(size * 20) / 15} viewBox="0 0 15 20" aria-hidden="true">
      <path d="M1.5 5.5h12v3L7.5 19l-6-10.5z" fill="currentColor" />
      <path d="M7.5 0v6" stroke="currentColor" strokeWidth="1.6" />
    </svg>
  );
}
