// configuration/values.jsx: sections on the left, then records or values; or what a search found.
import { useEffect, useState } from 'preact/hooks';
import { get } from '../base/api.js';
import { useFresh } from '../base/live.js';
import { href } from '../base/route.js';
import { both, t } from '../base/words.js';
import { Banner } from '../ui/badge.jsx';
import { TextField } from '../ui/field.jsx';
import { Card, Loaded } from '../ui/parts.jsx';
import { Value } from './value.jsx';

const SEARCH_MS = 300;
const saved = (e) => ['office_site_saved', 'site_adopted'].includes(e.kind);

function link(section, file) {
  return href('configuration', 'values', { file, section: section.section });
}

// Files with the sections of their kind; each profile is a file of its own.
function groupsOf(whole) {
  const sections = (file) => whole.sections.filter((s) => s.file === file);
  return [
    ...['hall.yaml', 'lines.yaml'].map((file) => ({ key: file, title: t(`configuration.file.${file}`),
      entries: sections(file).map((s) => ({ key: s.section, text: both(s.title), file, section: s.section,
        to: link(s, file) })) })),
    { key: 'profiles', title: t('configuration.file.profiles'),
      entries: whole.files.filter((f) => f.file.startsWith('profiles/')).map((f) => ({ key: f.file,
        text: f.file.slice(9, -5), file: f.file, note: f.shipped ? t('configuration.origin.shipped') : '',
        to: href('configuration', 'values', { file: f.file, section: 'profile' }) })) },
  ];
}

function Sections({ whole, query }) {
  return (
    <nav class="sections" aria-label={t('configuration.sections')}>
      {groupsOf(whole).map((group) => (
        <section key={group.key}>
          <h2>{group.title}</h2>
          <ul>
            {group.entries.map((entry) => {
              const here = entry.file === query.file
                && (!entry.section || entry.section === query.section);
              return (
                <li key={entry.key}>
                  <a href={entry.to} aria-current={here ? 'true' : undefined}>{entry.text}
                    {entry.note && <small class="note"> {entry.note}</small>}</a>
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </nav>
  );
}

function titleOf(record) {
  const name = /\[([^\]]*)\]$/.exec(record.path)?.[1] ?? record.path;
  const title = both(record.title);
  return title && title !== name ? [title, name] : [name, ''];
}

function Records({ records, title, query }) {
  const [filter, setFilter] = useState('');
  const wanted = filter.trim().toLowerCase();
  const shown = records.filter((r) => !wanted || r.path.toLowerCase().includes(wanted)
    || both(r.title).toLowerCase().includes(wanted));
  return (
    <Card title={t('configuration.records', { title })}>
      {records.length > 12 && (
        <TextField label={t('configuration.records.filter')} value={filter} onValue={setFilter}
          type="search" />
      )}
      <ul class="records">
        {shown.map((record) => {
          const [name, code] = titleOf(record);
          return (
            <li key={record.path}>
              <a href={href('configuration', 'values', { ...query, record: record.path })}>{name}
                {code && <small class="note"> {code}</small>}</a>
            </li>
          );
        })}
      </ul>
      {records.length === 0 && <p class="empty">{t('configuration.records.none')}</p>}
    </Card>
  );
}

function Listing({ data, whole, query, search }) {
  const editable = whole.writable;
  const plain = data.values.filter((v) => !v.element);
  const records = data.values.filter((v) => v.element);
  const section = whole.sections.find((s) => s.section === query.section
    && (s.file === query.file || (s.file === 'profiles' && query.file.startsWith('profiles/'))));
  const shipped = data.values.some((v) => v.shipped);
  return (
    <>
      {shipped && <Banner kind="info">{t('configuration.shipped')}</Banner>}
      {search && (
        <p class="note" role="status">{t('configuration.search.found', { count: data.values.length })}</p>
      )}
      {query.record && !search && (
        <p><a href={href('configuration', 'values', { ...query, record: '' })}>
          {t('configuration.back')}</a></p>
      )}
      {plain.length > 0 && (
        <Card title={search ? undefined : query.record || (section && both(section.title))}>
          {plain.map((value) => (
            <Value key={`${value.file} ${value.path}`} value={value} row={data.rows[value.row]}
              editable={editable} full={Boolean(search)} within={query.record || query.section} />
          ))}
        </Card>
      )}
      {(records.length > 0 || (section?.records && !plain.length)) && (
        <Records records={records} title={section ? both(section.title) : ''} query={query} />
      )}
      {data.more > 0 && <p class="note">{t('configuration.search.more', { count: data.more })}</p>}
    </>
  );
}

export function Values({ whole, query: asked, onQuery }) {
  const query = asked.file ? asked : { file: 'hall.yaml', section: 'hall', ...asked };
  const [text, setText] = useState(query.search || '');
  useEffect(() => {
    const timer = setTimeout(() => text !== (query.search || '')
      && onQuery({ ...query, search: text.trim() }), SEARCH_MS);
    return () => clearTimeout(timer);
  }, [text]);
  useEffect(() => setText(query.search || ''), [query.file, query.section]);
  const { file, section, record, search } = query;
  const fresh = useFresh(() => get('/configuration/values', search ? { search }
    : { file, section, record }), { when: saved, keys: [file, section, record, search, whole.mark] });
  return (
    <div class="values">
      <div class="side-list no-print">
        <TextField label={t('configuration.search')} value={text} onValue={setText} type="search" />
        <Sections whole={whole} query={search ? {} : query} />
      </div>
      <div class="listing">
        <Loaded fresh={fresh}>
          {(data) => <Listing data={data} whole={whole} query={query} search={search} />}
        </Loaded>
      </div>
    </div>
  );
}
