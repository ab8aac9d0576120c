// icon.jsx: the few signs that pages use, drawn on a 16 × 16 grid in the colour of the text. They
// stand beside words and are hidden from screen readers.
const shapes = {
  ok: <circle cx="8" cy="8" r="5" fill="currentColor" />,
  info: <rect x="3.5" y="3.5" width="9" height="9" rx="1.5" fill="currentColor" />,
  warn: <path d="M8 2.2 14.4 13.4H1.6z" fill="currentColor" />,
  bad: <path d="M8 1.6 14.4 8 8 14.4 1.6 8z" fill="currentColor" />,
  off: <circle cx="8" cy="8" r="4.4" fill="none" stroke="currentColor" stroke-width="1.8" />,
  menu: <path d="M2 4h12M2 8h12M2 12h12" />,
  close: <path d="m3.5 3.5 9 9m0-9-9 9" />,
  down: <path d="m4 6 4 4 4-4" />,
  up: <path d="m4 10 4-4 4 4" />,
  right: <path d="m6 4 4 4-4 4" />,
  left: <path d="m10 4-4 4 4 4" />,
  person: <><circle cx="8" cy="5.4" r="2.6" /><path d="M2.8 14c.6-3 2.6-4.4 5.2-4.4s4.6 1.4 5.2 4.4" /></>,
  search: <><circle cx="7" cy="7" r="4.3" /><path d="m10.3 10.3 3.7 3.7" /></>,
  download: <path d="M8 2v8m-3.5-3L8 10.5 11.5 7M2.5 13.5h11" />,
  print: <><path d="M4.5 6V2h7v4M4.5 11H2.5V6h11v5h-2" /><path d="M4.5 9h7v5h-7z" /></>,
  question: <><circle cx="8" cy="8" r="6.2" /><path d="M6.2 6.3c0-2.6 3.7-2.3 3.7-.2 0 1.4-1.9 1.5-1.9 3" /><path d="M8 11.3v.3" /></>,
  keyboard: <><rect x="1.5" y="4" width="13" height="8.5" rx="1.2" /><path d="M4 6.8h.2m2.5 0h.2m2.5 0h.2m2.5 0h.2M5 10h6" /></>,
};

export function Icon({ name }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="none"
      stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round">
      {shapes[name]}
    </svg>
  );
}
