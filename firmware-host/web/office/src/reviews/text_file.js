// reviews/text_file.js: a file of the clerk's computer as text, or why it is none.
//
// Old Windows programs write GB 18030 and say nowhere that they do: what is not UTF-8 is tried so.
// What holds control characters is a program's file, whatever its name says.
const MOST_BYTES = 19200; // of UTF-8, as the hall keeps it
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

function decode(bytes) {
  for (const coding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(coding, { fatal: true }).decode(bytes);
    } catch {
      // the next one
    }
  }
  return null;
}

// { text } or { error: 'no_text' | 'too_long' }
export async function readText(file) {
  if (file.size > 2 * MOST_BYTES) {
    return { error: 'too_long' };
  }
  const text = decode(await file.arrayBuffer())?.replace(/\r\n?/g, '\n');
  if (text === undefined || CONTROLS.test(text)) {
    return { error: 'no_text' };
  }
  return new TextEncoder().encode(text).length > MOST_BYTES ? { error: 'too_long' } : { text };
}
