// main.jsx: starts the staff pages: words, then who is signed in, then the shell.
import { render } from 'preact';
import { loadWords } from './base/words.js';
import { Office } from './shell/office.jsx';

const place = document.getElementById('office');

async function start() {
  try {
    await loadWords('office');
  } catch {
    // Without words there is no sentence to say it in but this one.
    place.textContent = '暂时连接不上大厅，正在重试… The hall cannot be reached; trying again…';
    setTimeout(start, 2000);
    return;
  }
  place.textContent = '';
  render(<Office />, place);
}

start();
