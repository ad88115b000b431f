// Tells when the end of a list comes near the screen.

import { useEffect, useEffectEvent, useRef, type RefObject } from 'react';

/** @returns a ref for an element after the last row; `onNear` is called when it comes near */
export function useSentinel(onNear: () => void): RefObject<HTMLDivElement | null> {
  const end = useRef<HTMLDivElement>(null);
  const near = useEffectEvent(onNear);
  useEffect(() => {
    const element = end.current;
    if (element === null) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) near();
      },
      { rootMargin: '600px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  });
  return end;
}
