// acts.js: what a clerk can do, as a table: one row an act. The page draws its buttons, its palette
// and its key settings from these rows.
//
//   verb     of POST /windows/{w}/{verb}; asks: the dialog that comes first (dialogs.jsx)
//   fits     may it be done now? `s` is the desk's situation (situationOf)
//   key      the usual key; `single` ones can be switched off together (WCAG 2.1.4)
//   main     has a button of its own; the others are in the palette
import { hallNow } from '../base/time.js';

// How the window stands, read off the desk.
export function situationOf(desk) {
  const { ticket, window } = desk;
  const until = desk.undo_until ? Date.parse(desk.undo_until) : 0;
  return {
    desk,
    closed: window.state === 'closed',
    paused: window.state === 'paused',
    open: window.state === 'open',
    called: ticket?.state === 'called',
    serving: ticket?.state === 'serving',
    ticket,
    undoSeconds: Math.max(0, Math.ceil((until - hallNow()) / 1000)),
  };
}

// Promised and reported items end with a receipt: "next" must not end them as done by the way.
const needsOutcome = (s) => Boolean(s.ticket?.promise && s.ticket.promise.kind !== 'on_the_spot');

export const acts = [
  { id: 'open', verb: 'open', key: 'F8', fits: (s) => s.closed, primary: true },
  { id: 'work', verb: 'resume', key: 'F8', fits: (s) => s.paused, primary: true },
  { id: 'next', verb: 'next', key: 'F8', fits: (s) => s.open, primary: true,
    asks: (s) => (needsOutcome(s) ? 'finish' : null), with: { then: 'next' } },
  { id: 'arrive', verb: 'arrive', key: 'D', fits: (s) => s.called, main: true },
  { id: 'recall', verb: 'recall', key: 'F9', fits: (s) => s.called && s.ticket.recalls_left > 0,
    main: true },
  { id: 'no_show', verb: 'no-show', key: 'G', fits: (s) => s.called, main: true },
  { id: 'finish', verb: 'finish', key: 'J', fits: (s) => Boolean(s.ticket), asks: () => 'finish',
    main: true },
  { id: 'hold', verb: 'hold', key: 'H', fits: (s) => Boolean(s.ticket), asks: () => 'hold', main: true },
  { id: 'transfer', verb: 'transfer', key: 'Z', fits: (s) => Boolean(s.ticket), asks: () => 'transfer',
    main: true },
  { id: 'pause', verb: 'pause', key: 'T', fits: (s) => s.open, asks: () => 'pause', main: true },
  { id: 'undo', verb: 'undo', key: 'C', fits: (s) => s.undoSeconds > 0, main: true },
  { id: 'ask', verb: 'evaluation-request', key: 'P', fits: (s) => s.serving
    || Boolean(!s.ticket && s.desk.last?.outcome && s.desk.last.rating === 'none') },
  { id: 'close', verb: 'close', key: '', fits: (s) => (s.open || s.paused) && !s.ticket },
];

export const actById = (id) => acts.find((act) => act.id === id);
export const primaryOf = (s) => acts.find((act) => act.primary && act.fits(s));
