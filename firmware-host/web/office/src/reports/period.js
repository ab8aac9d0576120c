// period.js: the periods that people name, as dates of the hall's calendar.
//
//   periodOf({ period: 'last_week' }, '2026-03-04') -> { from: '2026-02-23', to: '2026-03-01' }
//
// A name is kept in the address rather than its dates: "yesterday" in a bookmark stays yesterday.
const DAY_MS = 24 * 3600 * 1000;

const noon = (iso) => new Date(`${iso}T12:00:00Z`);
const isoOf = (date) => date.toISOString().slice(0, 10);
export const plusDays = (iso, days) => isoOf(new Date(noon(iso).getTime() + days * DAY_MS));

function mondayOf(iso) {
  return plusDays(iso, -((noon(iso).getUTCDay() + 6) % 7));
}

function lastOfMonth(iso) {
  const date = noon(iso);
  return isoOf(new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0, 12)));
}

const firstOfMonth = (iso) => `${iso.slice(0, 8)}01`;
const least = (a, b) => (a < b ? a : b);

// Weeks and months that go on end today: nothing is asked of the future.
const named = {
  today: (now) => ({ from: now, to: now }),
  yesterday: (now) => ({ from: plusDays(now, -1), to: plusDays(now, -1) }),
  this_week: (now) => ({ from: mondayOf(now), to: now }),
  last_week: (now) => {
    const from = plusDays(mondayOf(now), -7);
    return { from, to: plusDays(from, 6) };
  },
  this_month: (now) => ({ from: firstOfMonth(now), to: least(lastOfMonth(now), now) }),
  last_month: (now) => {
    const to = plusDays(firstOfMonth(now), -1);
    return { from: firstOfMonth(to), to };
  },
};

export const periods = [...Object.keys(named), 'free'];

const isDate = (text) => /^\d{4}-\d\d-\d\d$/.test(text || '') && !Number.isNaN(noon(text).getTime());

export function periodOf({ period = 'today', from, to }, now) {
  if (period === 'free' && isDate(from)) {
    return { period, from, to: isDate(to) && to >= from ? to : from };
  }
  const name = named[period] ? period : 'today';
  return { period: name, ...named[name](now) };
}
