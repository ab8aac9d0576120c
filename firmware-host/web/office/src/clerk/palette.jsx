// palette.jsx: Ctrl+K: everything by name. Chinese, English or pinyin initials (xyw -> 下一位); a ticket's
// number calls it or brings it back from hold.
import { useMemo } from 'preact/hooks';
import { both, hasWord, language, t } from '../base/words.js';
import { Dialog } from '../ui/dialog.jsx';
import { Picker } from '../ui/picker.jsx';
import { keyOf } from './keys.js';

function actOption(act, run) {
  const pinyin = `clerk.act.${act.id}.pinyin`;
  return {
    key: act.id,
    text: t(`clerk.act.${act.id}`),
    search: hasWord(pinyin) ? t(pinyin).split(' ') : [],
    hint: keyOf(act),
    run,
  };
}

export function Palette({ s, fitting, onAct, onCall, onResume, extra, close }) {
  const code = language.get();
  const options = useMemo(() => [
    ...fitting.map((act) => actOption(act, () => onAct(act))),
    ...(s.open && !s.ticket ? s.desk.waiting.map((row) => ({
      key: `call ${row.id}`,
      text: t('clerk.call_this', { number: row.number }),
      detail: both(row.item),
      search: [row.number],
      run: () => onCall(row),
    })) : []),
    ...(s.open ? s.desk.held.map((row) => ({
      key: `resume ${row.id}`,
      text: t('clerk.resume_this', { number: row.number }),
      detail: row.note?.text,
      search: [row.number],
      run: () => onResume(row),
    })) : []),
    ...extra.map(({ id, run }) => actOption({ id, key: '' }, run)),
  ], [s.desk, code]);
  return (
    <Dialog title={t('clerk.palette')} onClose={close}>
      <Picker label={t('clerk.palette.find')} options={options} first
        onPick={(option) => { close(); option.run(); }} />
    </Dialog>
  );
}
