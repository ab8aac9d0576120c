// clock.js: seconds that run on the page: the hall sends only since when.
import { useEffect, useState } from 'preact/hooks';
import { secondsSince } from '../base/time.js';

// Draws the caller anew once a second.
export function useSeconds() {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return secondsSince;
}
