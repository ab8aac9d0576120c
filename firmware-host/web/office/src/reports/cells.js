// cells.js: what people read in a report's cell, and which cells miss their target.
import { both, t } from '../base/words.js';
import { minutesOf, numberOf, percentOf } from '../base/time.js';

const texts = {
  text: (value) => value,
  words: both,
  day: (value) => value ?? '–',
  time: (value) => (value ? `${value.slice(0, 10)} ${value.slice(11, 19)}` : '–'),
  s: minutesOf,
  share: percentOf,
  '': numberOf,
};

export const cellText = (column, value) => texts[column.unit](value);
export const isNumber = (column) => ['', 's', 'share'].includes(column.unit);

// Beyond a tenth of waits over target, nine in ten have not been in time.
const TENTH = 0.1;
export const missesTarget = (column, value) => column.over_target && value !== null && value > TENTH;

export const headText = (column) => (column.unit === 's'
  ? t('reports.minutes', { head: both(column.title) }) : both(column.title));

// A window is its number to people, with its name behind.
export function rowName(row) {
  const name = both(row.name);
  return /^\d+$/.test(row.key) && row.key !== name ? `${row.key} ${name}` : name;
}
