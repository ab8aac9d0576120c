// reviews/steps.jsx: what can be done to a file: one primary step, the others beside it; each asks
// for what it needs. Which steps there are, the server says.
import { useState } from 'preact/hooks';
import { act } from '../base/api.js';
import { t } from '../base/words.js';
import { Button } from '../ui/button.jsx';
import { Dialog } from '../ui/dialog.jsx';
import { SelectField, TextField } from '../ui/field.jsx';
import { toast } from '../ui/toast.jsx';
import { LEVELS } from './filters.jsx';
import { readText } from './text_file.js';

// In the order in which they lead on; the first that the server allows is the primary one.
const STEPS = {
  accept: { text: true }, reject: { text: true }, verify: { verdict: true, text: true },
  rectify: { text: true }, explain: { text: true }, call_back: { level: true }, no_answer: {},
  close: {}, reopen: { text: true }, appeal: { text: true }, assign: { to: true },
  attach: { name: true, text: true }, note: { text: true },
};
const LEADING = ['accept', 'verify', 'rectify', 'explain', 'call_back', 'close', 'reopen'];
const LONGEST = 400;
const LONGEST_ATTACHED = 19200;

function missing(wants, values) {
  return {
    text: wants.text && !values.text.trim() && t('review.want.text'),
    verdict: wants.verdict && !values.verdict && t('review.want.verdict'),
    level: wants.level && !values.level && t('review.want.level'),
    name: wants.name && !values.name.trim() && t('review.want.name'),
  };
}

function AttachFields({ values, errors, set, onFile }) {
  return (
    <>
      <div class="field">
        <label for="reviews-file">{t('review.file')}</label>
        <input id="reviews-file" type="file" accept=".txt,.md,.csv,.log,text/plain" data-first
          onChange={(event) => onFile(event.currentTarget.files[0])} />
        <p class="field-hint">{t('review.file.hint')}</p>
      </div>
      <TextField label={t('review.name')} value={values.name} onValue={set('name')} required
        error={errors.name} maxLength={60} />
    </>
  );
}

function Fields({ wants, step, values, errors, set, onFile }) {
  return (
    <>
      {wants.verdict && (
        <SelectField label={t('review.verdict')} value={values.verdict} onValue={set('verdict')}
          error={errors.verdict} data-first options={[['', t('review.choose')],
            ...['true', 'mistaken', 'malicious'].map((key) => [key, t(`review.verdict.${key}`)])]} />
      )}
      {wants.level && (
        <SelectField label={t('review.call_level')} value={values.level} onValue={set('level')}
          error={errors.level} data-first options={[['', t('review.choose')],
            ...LEVELS.map((level) => [level, t(`review.level.${level}`)])]} />
      )}
      {wants.to && (
        <TextField label={t('review.to')} hint={t('review.to.hint')} value={values.to}
          onValue={set('to')} maxLength={31} data-first />
      )}
      {wants.name && <AttachFields values={values} errors={errors} set={set} onFile={onFile} />}
      <TextField label={t(`review.text.${step}`)} rows={wants.name ? 8 : 4} value={values.text}
        onValue={set('text')} required={wants.text} error={errors.text}
        maxLength={wants.name ? LONGEST_ATTACHED : LONGEST}
        data-first={(!wants.verdict && !wants.level && !wants.to && !wants.name) || undefined} />
    </>
  );
}

const bodyOf = (wants, values) => ({
  text: values.text,
  ...(wants.verdict && { verdict: values.verdict }),
  ...(wants.level && { level: Number(values.level) }),
  ...(wants.to && { to: values.to.trim() }),
  ...(wants.name && { name: values.name.trim() }),
});

function StepDialog({ file, step, onClose, onDone }) {
  const wants = STEPS[step];
  const [values, setValues] = useState({ text: '', verdict: '', level: '', to: file.to, name: '' });
  const [errors, setErrors] = useState({});
  const set = (key) => (value) => setValues((old) => ({ ...old, [key]: value }));
  const onFile = async (chosen) => {
    if (chosen) {
      const { text, error } = await readText(chosen);
      setErrors({ text: error && t(`review.file.${error}`) });
      setValues((old) => ({ ...old, name: chosen.name, text: text ?? old.text }));
    }
  };
  const submit = async () => {
    const found = missing(wants, values);
    setErrors(found);
    if (!Object.values(found).some(Boolean)) {
      await onDone(step, bodyOf(wants, values));
    }
  };
  return (
    <Dialog title={t(`review.step.${step}`)} onClose={onClose} onSubmit={submit} wide={wants.name}
      foot={(
        <>
          <Button onClick={onClose}>{t('office.cancel')}</Button>
          <button type="submit" class="button primary">{t(`review.step.${step}`)}</button>
        </>
      )}>
      <p class="note">{t(`review.hint.${step}`)}</p>
      <Fields wants={wants} step={step} values={values} errors={errors} set={set} onFile={onFile} />
    </Dialog>
  );
}

export function Steps({ file, onDone }) {
  const [open, setOpen] = useState(null);
  const steps = Object.keys(STEPS).filter((step) => file.steps.includes(step));
  const main = LEADING.find((step) => steps.includes(step));
  const ordered = [main, ...steps.filter((step) => step !== main)].filter(Boolean);
  const done = async (step, body) => {
    await act('POST', `/reviews/${file.id}/${step}`, body);
    setOpen(null);
    toast(t(`review.did.${step}`));
    onDone();
  };
  return (
    <div class="reviews-steps no-print">
      {ordered.map((step) => (
        <Button key={step} kind={step === main ? 'primary' : 'plain'} onClick={() => setOpen(step)}>
          {t(`review.step.${step}`)}
        </Button>
      ))}
      {steps.length === 0 && <p class="note">{t('review.read_only')}</p>}
      {open && <StepDialog file={file} step={open} onClose={() => setOpen(null)} onDone={done} />}
    </div>
  );
}
