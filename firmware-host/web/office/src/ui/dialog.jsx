// dialog.jsx: a window over the page. The browser's own <dialog> keeps the focus inside and gives
// it back; Esc and the cross close it.
//
//   {open && <Dialog title="转移" onClose={…} foot={<Button …/>}>…</Dialog>}
//   if (await confirm({ title, text, yes: '删除', danger: true })) …
//   with onSubmit the content is a form: Enter in a field submits it; a Refusal that it throws is shown
//   in the dialog, whose content stays.
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { store, useStore } from '../base/store.js';
import { t } from '../base/words.js';
import { Icon } from './icon.jsx';
import { Button } from './button.jsx';
import { Banner } from './badge.jsx';

export function Dialog({ title, onClose, onSubmit, foot, wide = false, children }) {
  const id = useId();
  const element = useRef(null);
  const busy = useRef(false);
  const [refusal, setRefusal] = useState(null);
  useLayoutEffect(() => { // before the next key: whoever types ahead types into the dialog
    const dialog = element.current;
    dialog.showModal();
    dialog.querySelector('[data-first]')?.focus();
    return () => dialog.close();
  }, []);
  const submit = async (event) => {
    event.preventDefault();
    if (busy.current || !onSubmit) {
      return;
    }
    busy.current = true;
    setRefusal(null);
    await Promise.resolve(onSubmit(event)).catch(setRefusal);
    busy.current = false;
  };
  const Body = onSubmit ? 'form' : 'div';
  return (
    <dialog ref={element} class={wide ? 'wide' : ''} aria-labelledby={id}
      onCancel={(event) => { event.preventDefault(); onClose(); }}>
      <Body class="dialog-body" onSubmit={onSubmit && submit} noValidate={onSubmit && true}>
        <div class="dialog-head">
          <h2 id={id}>{title}</h2>
          <button type="button" class="icon-button" aria-label={t('office.close')}
            onClick={onClose}><Icon name="close" /></button>
        </div>
        <div class="dialog-content">
          {refusal && <Banner kind="bad">{refusal.message || String(refusal)}</Banner>}
          {children}
        </div>
        {foot && <div class="dialog-foot">{foot}</div>}
      </Body>
    </dialog>
  );
}

const question = store(null);

// Resolves to true or false; asks one thing at a time.
export function confirm({ title, text, yes = t('office.yes'), no = t('office.no'), danger = false }) {
  question.get()?.answer(false);
  return new Promise((resolve) => {
    question.set({
      title, text, yes, no, danger,
      answer(value) {
        question.set(null);
        resolve(value);
      },
    });
  });
}

export function ConfirmHost() {
  const asked = useStore(question);
  if (!asked) {
    return null;
  }
  return (
    <Dialog key={asked.title} title={asked.title} onClose={() => asked.answer(false)}
      foot={(
        <>
          <Button onClick={() => asked.answer(false)}>{asked.no}</Button>
          <Button kind={asked.danger ? 'danger' : 'primary'} data-first
            onClick={() => asked.answer(true)}>{asked.yes}</Button>
        </>
      )}>
      <p>{asked.text}</p>
    </Dialog>
  );
}
