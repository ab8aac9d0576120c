// configuration/text.jsx: a file's text, with the checker's findings below it. Only the lines that
// changed go over the wire.
import { useEffect, useRef, useState } from 'preact/hooks';
import { act, get } from '../base/api.js';
import { useFresh } from '../base/live.js';
import { href } from '../base/route.js';
import { who } from '../base/session.js';
import { t } from '../base/words.js';
import { Banner } from '../ui/badge.jsx';
import { Button } from '../ui/button.jsx';
import { Field, SelectField } from '../ui/field.jsx';
import { Card, Loaded } from '../ui/parts.jsx';
import { toast } from '../ui/toast.jsx';
import { Problems } from './save.jsx';

const WIRE_BYTES = 60000;

// The lines between the first and the last difference: [{ from, to, text }], lines from 1.
export function editsOf(before, after) {
  if (before === after) {
    return [];
  }
  const [a, b] = [before, after].map((text) => text.match(/[^\n]*\n|[^\n]+$/g) || []);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) {
    head += 1;
  }
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head
    && a[a.length - 1 - tail] === b[b.length - 1 - tail]) {
    tail += 1;
  }
  return [{ from: head + 1, to: a.length - tail + 1, text: b.slice(head, b.length - tail).join('') }];
}

function offsetOf(text, line) {
  let at = 0;
  for (let i = 1; i < line && at >= 0; i += 1) {
    at = text.indexOf('\n', at) + 1 || text.length;
  }
  return at;
}

function showLine(area, text, line) {
  const from = offsetOf(text, line);
  const to = text.indexOf('\n', from);
  area.focus();
  area.setSelectionRange(from, to < 0 ? text.length : to);
  const height = area.scrollHeight / text.split('\n').length;
  area.scrollTop = Math.max(0, (line - 6) * height);
}

function Numbers({ text, area }) {
  const box = useRef(null);
  useEffect(() => {
    const follow = () => { box.current.scrollTop = area.current.scrollTop; };
    area.current?.addEventListener('scroll', follow);
    return () => area.current?.removeEventListener('scroll', follow);
  }, []);
  const count = text.split('\n').length;
  return (
    <pre class="numbers" aria-hidden="true" ref={box}>
      {Array.from({ length: count }, (_, i) => i + 1).join('\n')}
    </pre>
  );
}

function Editor({ data, line, may, save }) {
  const [text, setText] = useState(data.text);
  const [found, setFound] = useState(null);
  const area = useRef(null);
  useEffect(() => {
    if (line) {
      showLine(area.current, data.text, Number(line));
    }
  }, [line]);
  const edits = editsOf(data.text, text);
  const texts = [{ file: data.file, edits }];
  const tooMuch = JSON.stringify(texts).length > WIRE_BYTES;
  const check = async () => {
    const answer = await act('POST', '/configuration/check', { texts }, { intent: null });
    setFound(answer.problems);
    if (!answer.problems.length) {
      toast(t('configuration.text.sound'));
    }
  };
  return (
    <>
      <Field label={t('configuration.text.label', { file: data.file })} hint={t('configuration.text.hint')}>
        {(props) => (
          <div class="editor">
            <Numbers text={text} area={area} />
            <textarea {...props} ref={area} class="code" wrap="off" spellcheck={false} readOnly={!may}
              value={text} onInput={(event) => setText(event.currentTarget.value)} />
          </div>
        )}
      </Field>
      {tooMuch && <Banner kind="warn">{t('configuration.text.too_much')}</Banner>}
      {found && <Problems problems={found} onOpen={(p) => showLine(area.current, text, p.line)} />}
      {may && (
        <div class="row">
          <Button onClick={check} disabled={!edits.length || tooMuch}>{t('configuration.text.check')}</Button>
          <Button onClick={() => { setText(data.text); setFound(null); }} disabled={!edits.length}>
            {t('configuration.discard')}</Button>
          <Button kind="primary" disabled={!edits.length || tooMuch}
            onClick={() => save.openText(texts, () => setFound(null))}>{t('configuration.review')}</Button>
        </div>
      )}
    </>
  );
}

export function Text({ whole, query, save }) {
  const file = query.file || 'hall.yaml';
  const fresh = useFresh(() => get('/configuration/text', { file }), { when: () => false,
    keys: [file, whole.mark] });
  const may = whole.writable && who()?.role !== 'auditor';
  return (
    <Card>
      <SelectField label={t('configuration.text.file')} value={file}
        onValue={(next) => { location.hash = href('configuration', 'text', { file: next }); }}
        options={whole.files.map((f) => [f.file, f.shipped
          ? `${f.file} (${t('configuration.origin.shipped')})` : f.file])} />
      <Loaded fresh={fresh}>
        {(data) => (
          <>
            {data.shipped && <Banner kind="info">{t('configuration.shipped')}</Banner>}
            <Editor key={`${data.file} ${data.mark}`} data={data} line={query.line} may={may} save={save} />
          </>
        )}
      </Loaded>
    </Card>
  );
}
