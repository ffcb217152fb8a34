// Draws on a canvas whenever what is drawn changes, and whenever the colour scheme does.

import { useEffect, useRef, type RefObject } from 'react';

/** `draw` must be the same function while nothing changes (useCallback). */
export function useCanvas(
  draw: (context: CanvasRenderingContext2D) => void,
): RefObject<HTMLCanvasElement | null> {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const again = (): void => {
      const context = canvas.current?.getContext('2d', { willReadFrequently: true });
      if (context) draw(context);
    };
    again();
    const watcher = new MutationObserver(again);
    watcher.observe(document.documentElement, { attributes: true });
    return () => watcher.disconnect();
  }, [draw]);
  return canvas;
}
