// parts.jsx: what every page begins with: head, cards, waiting, an error with its way out.
import { t } from '../base/words.js';
import { Banner } from './badge.jsx';
import { Button } from './button.jsx';

// The head of a page: title, a sentence, buttons on the right.
export function PageHead({ title, note, children }) {
  return (
    <header class="page-head">
      <div class="grow">
        <h1>{title}</h1>
        {note && <p class="note">{note}</p>}
      </div>
      {children && <div class="page-tools no-print">{children}</div>}
    </header>
  );
}

export function Card({ title, tools, children, class: extra = '' }) {
  return (
    <section class={`card ${extra}`}>
      {title && <header><h2 class="grow">{title}</h2>{tools}</header>}
      {children}
    </section>
  );
}

export function Loading() {
  return <p class="loading" role="status">{t('office.loading')}</p>;
}

// What useFresh gives, drawn: waiting, error with "try again" (old data stays), or the page.
export function Loaded({ fresh, children }) {
  if (!fresh.data) {
    return fresh.error ? (
      <Banner kind="bad" action={<Button onClick={fresh.reload}>{t('office.again')}</Button>}>
        {fresh.error.message}
      </Banner>
    ) : <Loading />;
  }
  return (
    <>
      {fresh.error && fresh.error.code !== 'network' && (
        <Banner kind="warn">{fresh.error.message}</Banner>
      )}
      {children(fresh.data)}
    </>
  );
}
