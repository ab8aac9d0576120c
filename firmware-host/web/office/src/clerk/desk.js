// desk.js: what the page knows of its window, and the one way in which it acts on it.
//
// Never two effects: one act at a time; each has an intent that is sent until it is answered, however
// long the line is down; and each says which ticket was seen at the window, so that the hall refuses
// it when a pad or a second tab was quicker. The next act is taken only when the page shows what
// came of the last one.
import { useRef, useState } from 'preact/hooks';
import { act, get } from '../base/api.js';
import { useFresh } from '../base/live.js';
import { t } from '../base/words.js';
import { toast } from '../ui/toast.jsx';

const MATTERS = /^(ticket_|window_|day_|command_|device_|office_case_|reset)/;
// What is no mistake of anybody: told quietly.
const MILD = new Set(['nobody_waits', 'too_soon', 'changed', 'nothing_to_undo', 'too_late']);

export function useDesk(number) {
  const fresh = useFresh(() => get(`/windows/${number}/desk`),
    { when: (event) => MATTERS.test(event.kind), gap: 60, keys: [number] });
  const busy = useRef(false);
  const [state, setState] = useState({ busy: null, doubt: false, done: null });

  // `what` is the act's row, `fields` go with it. Gives the answer, or null when it was refused.
  const perform = async (what, fields = {}) => {
    if (busy.current || !fresh.data) {
      return null;
    }
    busy.current = true;
    setState((old) => ({ ...old, busy: what.id, doubt: false }));
    let answer = null;
    try {
      answer = await act('POST', `/windows/${number}/${what.verb}`,
        { source: 'page', seen: fresh.data.ticket?.id ?? 0, ...fields },
        { patience: Infinity, onDoubt: () => setState((old) => ({ ...old, doubt: true })) });
    } catch (error) {
      toast(error.message, { kind: MILD.has(error.code) ? 'info' : 'bad' });
    }
    await fresh.reload();
    busy.current = false;
    setState((old) => ({
      busy: null,
      doubt: false,
      done: answer ? { id: what.id, number: fresh.data.ticket?.number } : old.done,
    }));
    return answer;
  };
  return { fresh, perform, ...state };
}

// "过号 A012": what undo would take back, as far as this tab knows.
export function sayDone(done) {
  return done && done.id !== 'undo'
    ? t('clerk.undo.of', { what: t(`clerk.act.${done.id}`), number: done.number || '' }).trim() : '';
}
