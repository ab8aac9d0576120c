// audit/export.jsx: a period of the record as a file with its hashes. Why is asked, and journaled.
import { useState } from 'preact/hooks';
import { takeFile } from '../base/api.js';
import { hallClock } from '../base/time.js';
import { t } from '../base/words.js';
import { Button } from '../ui/button.jsx';
import { Choices } from '../ui/choices.jsx';
import { saveBlob } from '../ui/csv.js';
import { Dialog } from '../ui/dialog.jsx';
import { TextField } from '../ui/field.jsx';
import { toast } from '../ui/toast.jsx';

const REASON_LETTERS = 60;

function faultsOf({ from, to, reason }) {
  return {
    from: from ? '' : t('audit.export.want_day'),
    to: !to ? t('audit.export.want_day') : to < from ? t('audit.export.backwards') : '',
    reason: reason.trim() ? '' : t('audit.export.want_reason'),
  };
}

export function ExportDialog({ from, to, onClose }) {
  const today = hallClock().slice(0, 10);
  const [wanted, setWanted] = useState({ from: from || today, to: to || today, form: 'csv', reason: '' });
  const [faults, setFaults] = useState({});
  const set = (key) => (value) => setWanted((old) => ({ ...old, [key]: value }));
  const submit = async () => {
    const found = faultsOf(wanted);
    setFaults(found);
    if (Object.values(found).some(Boolean)) {
      return;
    }
    const { blob, name } = await takeFile('/audit/export', { ...wanted, reason: wanted.reason.trim() });
    saveBlob(blob, name);
    onClose();
    toast(t('audit.export.done', { name }));
  };
  return (
    <Dialog title={t('audit.export')} onClose={onClose} onSubmit={submit}
      foot={(
        <>
          <Button onClick={onClose}>{t('office.cancel')}</Button>
          <Button kind="primary" type="submit">{t('audit.export.go')}</Button>
        </>
      )}>
      <p class="note audit-export-note">{t('audit.export.note')}</p>
      <div class="audit-days">
        <TextField label={t('audit.from')} type="date" value={wanted.from} onValue={set('from')}
          error={faults.from} required max={today} />
        <TextField label={t('audit.to')} type="date" value={wanted.to} onValue={set('to')}
          error={faults.to} required max={today} />
      </div>
      <Choices label={t('audit.export.form')} value={wanted.form} onValue={set('form')}
        options={[['csv', t('audit.export.csv'), t('audit.export.csv.note')],
          ['jsonl', t('audit.export.jsonl'), t('audit.export.jsonl.note')]]} />
      <TextField label={t('audit.export.reason')} hint={t('audit.export.reason.hint')} required
        value={wanted.reason} onValue={set('reason')} error={faults.reason} data-first
        maxLength={REASON_LETTERS} />
    </Dialog>
  );
}
