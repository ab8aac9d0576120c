// configuration/save.jsx: the way from changes to a version: check, what changes, when it takes effect,
// why; then save. Used by values, the text and going back to a version alike.
//
//   const save = useSave(reload);
//   save.openValues();  save.openText(texts, onDone);  save.openVersion(number)
import { useEffect, useState } from 'preact/hooks';
import { act } from '../base/api.js';
import { t } from '../base/words.js';
import { Banner } from '../ui/badge.jsx';
import { Button } from '../ui/button.jsx';
import { Dialog } from '../ui/dialog.jsx';
import { TextField } from '../ui/field.jsx';
import { Loading } from '../ui/parts.jsx';
import { Table } from '../ui/table.jsx';
import { toast } from '../ui/toast.jsx';
import { changes, discardAll } from './changes.js';

const TOLD = 200; // bytes of a reason that fit into the journal

export function useSave(reload) {
  const [open, setOpen] = useState(null);
  return {
    open,
    reload,
    close: () => setOpen(null),
    openValues: () => setOpen({ body: { changes: [...changes.get().values()] }, path: '/configuration',
      done: discardAll }),
    openText: (texts, done) => setOpen({ body: { texts }, path: '/configuration', done }),
    openVersion: (number) => setOpen({ body: {}, version: number,
      path: `/configuration/versions/${number}/restore`, done: () => {} }),
  };
}

export function Changes({ values, differs }) {
  const shown = (text) => (text === null ? t('configuration.change.none') : text);
  if (!values.length) {
    return <p class="note">{t('configuration.change.comments')}</p>;
  }
  return (
    <>
      <Table caption={t('configuration.changes')} rows={values} keyOf={(v) => `${v.file} ${v.path}`}
        columns={[
          { key: 'path', head: t('configuration.change.path'), value: (v) => `${v.file} ${v.path}`,
            cell: (v) => <code>{v.file === 'hall.yaml' ? v.path : `${v.file} ${v.path}`}</code> },
          { key: 'before', head: t('configuration.change.before'), value: (v) => v.before,
            cell: (v) => <del>{shown(v.before)}</del> },
          { key: 'after', head: t('configuration.change.after'), value: (v) => v.after,
            cell: (v) => <ins>{shown(v.after)}</ins> },
        ]} />
      {differs > values.length && (
        <p class="note">{t('configuration.change.more', { count: differs })}</p>
      )}
    </>
  );
}

export function Problems({ problems, onOpen }) {
  const errors = problems.filter((p) => !p.warning).length;
  const counts = { errors, warnings: problems.length - errors };
  if (!problems.length) {
    return null;
  }
  return (
    <Banner kind={errors ? 'bad' : 'warn'}>
      <p>{t('configuration.problems', counts)}</p>
      <ul class="problems">
        {problems.filter((p) => !p.warning || !errors).slice(0, 20).map((p, index) => (
          <li key={index}>
            <strong>{p.file} {t('configuration.problem.line', p)}</strong>{' '}
            {p.path && <code>{p.path}</code>} {p.message}
            {p.excerpt && <pre>{p.excerpt}</pre>}
            <span class="advice">{p.advice}</span>
            {onOpen && p.line > 0 && (
              <button type="button" class="link" onClick={() => onOpen(p)}>
                {t('configuration.problem.line', p)}
              </button>
            )}
          </li>
        ))}
      </ul>
    </Banner>
  );
}

// What the server finds before anything is saved.
function useCheck(open, mark) {
  const [state, setState] = useState(null);
  useEffect(() => {
    let wanted = true;
    act('POST', '/configuration/check', { ...open.body, version: open.version }, { intent: null })
      .then((answer) => wanted && setState(answer))
      .catch((error) => wanted && setState({ error, problems: [], values: [] }));
    return () => { wanted = false; };
  }, [open, mark]);
  return state;
}

function Finding({ found }) {
  if (found.error) {
    return <Banner kind="bad">{found.error.message}</Banner>;
  }
  return (
    <>
      <Problems problems={found.problems} />
      {!found.refused && (
        <Banner kind={found.takes_effect === 'now' ? 'info' : 'warn'}>
          {t(`configuration.effect.${found.takes_effect}`)}
        </Banner>
      )}
      {found.refused && found.refused !== 'config_problems' && (
        <Banner kind="bad">{t(`configuration.refused.${found.refused}`)}</Banner>
      )}
      <Changes values={found.values} differs={found.differs} />
    </>
  );
}

function useReason() {
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const size = new TextEncoder().encode(reason).length;
  return { reason, setReason, ask: () => setAsked(true), good: reason.trim() !== '' && size < TOLD,
    error: asked && !reason.trim() ? t('configuration.save.reason.missing') : undefined };
}

export function SaveDialog({ whole, save }) {
  const found = useCheck(save.open, whole.mark);
  const why = useReason();
  const [conflict, setConflict] = useState(false);
  const sound = found && !found.error && !found.refused;
  const submit = async () => {
    if (!sound || !why.good) {
      why.ask();
      return;
    }
    try {
      const answer = await act('POST', save.open.path,
        { ...save.open.body, base: conflict ? whole.mark : found.mark, reason: why.reason.trim() });
      toast(`${t('configuration.save.done', { number: answer.number })}。${
        t(`configuration.effect.${answer.takes_effect}`)}`,
        { kind: answer.takes_effect === 'now' ? 'ok' : 'warn' });
      save.open.done(answer);
      save.close();
      await save.reload();
    } catch (error) {
      if (error.code !== 'config_changed') {
        throw error;
      }
      setConflict(true);
      await save.reload();
    }
  };
  const title = save.open.version
    ? t('configuration.versions.restore.title', { number: save.open.version })
    : t('configuration.save.title');
  return (
    <Dialog title={title} onClose={save.close} onSubmit={submit} wide
      foot={(
        <>
          <Button onClick={save.close}>{t('office.no')}</Button>
          <Button kind="primary" type="submit" disabled={!sound}>{t('configuration.save')}</Button>
        </>
      )}>
      {conflict && <Banner kind="warn">{t('configuration.conflict')}</Banner>}
      {found ? <Finding found={found} /> : <Loading />}
      {sound && (
        <TextField label={t('configuration.save.reason')} hint={t('configuration.save.reason.hint')}
          value={why.reason} onValue={why.setReason} error={why.error} required maxLength={100}
          data-first />
      )}
    </Dialog>
  );
}
