// time.js: times and durations as people in the hall read them.
//
// The server sends RFC 3339 in the hall's own time zone ("2026-03-02T09:00:12.000+08:00"). What is
// written there is what the clock on the wall says, so it is cut out and never converted: a
// browser in another zone shows the same. `hallNow()` goes on from the last time that the hall
// said, at the hall's speed (a demonstration hall runs faster).
import { language, t } from './words.js';

const pad = (n) => String(n).padStart(2, '0');

let said = null; // { hall: ms, offset: minutes, at: performance ms }
let speed = 1;

function offsetOf(text) {
  const found = /([+-])(\d\d):(\d\d)$/.exec(text);
  return found ? (found[1] === '-' ? -1 : 1) * (60 * found[2] + Number(found[3])) : 0;
}

export function hallSays(text) {
  const hall = Date.parse(text);
  if (!Number.isNaN(hall)) {
    said = { hall, offset: offsetOf(text), at: performance.now() };
  }
}

export function setClockSpeed(times) {
  speed = times > 0 ? times : 1;
}

// Milliseconds since 1970 by the hall's clock.
export function hallNow() {
  return said ? said.hall + (performance.now() - said.at) * speed : Date.now();
}

// The wall clock in the hall: RFC 3339 without fractions.
export function hallClock() {
  const offset = said ? said.offset : -new Date().getTimezoneOffset();
  const local = new Date(hallNow() + offset * 60000).toISOString().slice(0, 19);
  const size = Math.abs(offset);
  return `${local}${offset < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

export const timeOf = (text) => (text ? text.slice(11, 16) : ''); // 09:00
export const timeWithSeconds = (text) => (text ? text.slice(11, 19) : '');

export function dateOf(text) { // 2026年3月2日 / 2 March 2026; also of 20260302 and 2026-03-02
  if (!text) {
    return '';
  }
  const digits = String(text).replace(/-/g, '').slice(0, 8);
  const [y, m, d] = [digits.slice(0, 4), Number(digits.slice(4, 6)), Number(digits.slice(6, 8))];
  return language.get() === 'en'
    ? `${d} ${t(`office.month.${m}`)} ${y}` : `${y}年${m}月${d}日`;
}

export const whenOf = (text) => (text ? `${dateOf(text)} ${timeOf(text)}` : '');

// ISO date of a business day 20260302, and back: what <input type=date> wants.
export const isoOfDay = (day) => `${String(day).slice(0, 4)}-${String(day).slice(4, 6)}-${
  String(day).slice(6, 8)}`;
export const dayOfIso = (iso) => Number(iso.replace(/-/g, ''));

// Since when, in seconds by the hall's clock.
export const secondsSince = (text) => (text
  ? Math.max(0, Math.floor((hallNow() - Date.parse(text)) / 1000)) : 0);

// 4:07 and 1:02:30: for what is running.
export function clockOf(seconds) {
  const s = Math.max(0, Math.round(seconds));
  const h = Math.floor(s / 3600);
  const rest = `${h ? pad(Math.floor(s / 60) % 60) : Math.floor(s / 60)}:${pad(s % 60)}`;
  return h ? `${h}:${rest}` : rest;
}

// "4 分 7 秒", "1 小时 2 分", "约": for sentences. null gives a dash.
export function durationOf(seconds) {
  if (seconds === null || seconds === undefined || Number.isNaN(seconds)) {
    return '–';
  }
  const s = Math.round(seconds);
  if (s < 60) {
    return t('office.duration.s', { s });
  }
  if (s < 3600) {
    return s % 60 ? t('office.duration.ms', { m: Math.floor(s / 60), s: s % 60 })
      : t('office.duration.m', { m: s / 60 });
  }
  return t('office.duration.hm', { h: Math.floor(s / 3600), m: Math.floor(s / 60) % 60 });
}

// 6.8: minutes with one decimal, as every report prints them.
export const minutesOf = (seconds) => (seconds === null || seconds === undefined
  || Number.isNaN(seconds) ? '–' : (seconds / 60).toFixed(1));
export const percentOf = (share) => (share === null || share === undefined
  || Number.isNaN(share) ? '–' : `${(share * 100).toFixed(1)} %`);
export const numberOf = (n) => (n === null || n === undefined
  ? '–' : String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ','));
