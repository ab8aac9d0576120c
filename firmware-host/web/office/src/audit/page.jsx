// audit/page.jsx: who did what, newest first; whether the record is whole; a period taken out.
//
// The address holds the filters and the place (`before`, the cursor that the hall gave): the browser's
// own Back goes to the newer page again.
import { useRef, useState } from 'preact/hooks';
import { get } from '../base/api.js';
import { useFresh } from '../base/live.js';
import { go, goQuietly } from '../base/route.js';
import { dateOf, timeWithSeconds } from '../base/time.js';
import { t } from '../base/words.js';
import { Button } from '../ui/button.jsx';
import { SelectField, TextField } from '../ui/field.jsx';
import { Icon } from '../ui/icon.jsx';
import { Card, Loaded, PageHead } from '../ui/parts.jsx';
import { Table } from '../ui/table.jsx';
import { Chain } from './chain.jsx';
import { ExportDialog } from './export.jsx';
import { RowDialog } from './row.jsx';
import { aboutOf, actorOf, kindOf, moreOf } from './words.js';

const PAGE_ROWS = 50; // fewer with more to come: the hall has searched its share
const TEXT_LETTERS = 20; // the hall takes 63 bytes
const FILTERS = ['actor', 'kind', 'from', 'to', 'text', 'scope'];

const columns = () => [
  { key: 'at', head: t('audit.time'), text: (r) => `${dateOf(r.at)} ${timeWithSeconds(r.at)}`,
    value: (r) => r.seq },
  { key: 'actor', head: t('audit.actor'), value: (r) => actorOf(r.actor) },
  { key: 'kind', head: t('audit.kind'), value: (r) => kindOf(r.kind) },
  { key: 'about', head: t('audit.about'), value: aboutOf, text: (r) => aboutOf(r) || '–' },
  { key: 'more', head: t('audit.more'), value: moreOf,
    cell: (r) => <span class="audit-more">{moreOf(r) || '–'}</span> },
];

const byName = (name) => (a, b) => name(a).localeCompare(name(b), 'zh-CN');

function Filters({ query, actors, kinds, onChange }) {
  const set = (key) => (value) => onChange({ ...query, [key]: value, before: '' });
  const listOf = (codes, name) => [['', t('audit.all')],
    ...[...codes].sort(byName(name)).map((code) => [code, name(code)])];
  const any = FILTERS.some((key) => query[key]);
  return (
    <div class="row audit-filters no-print">
      <SelectField label={t('audit.scope')} value={query.scope || ''} onValue={set('scope')}
        options={[['', t('audit.scope.office')], ['all', t('audit.scope.all')]]} />
      <SelectField label={t('audit.actor')} value={query.actor || ''} onValue={set('actor')}
        options={listOf(actors, actorOf)} />
      <SelectField label={t('audit.kind')} value={query.kind || ''} onValue={set('kind')}
        options={listOf(kinds.filter((kind) => query.scope === 'all' || kind.startsWith('office_')),
          kindOf)} />
      <TextField label={t('audit.from')} type="date" value={query.from || ''} onValue={set('from')} />
      <TextField label={t('audit.to')} type="date" value={query.to || ''} onValue={set('to')} />
      <TextField label={t('audit.text')} value={query.text || ''} onValue={set('text')}
        maxLength={TEXT_LETTERS} type="search" />
      {any && <Button kind="quiet" onClick={() => onChange({})}>{t('audit.clear')}</Button>}
    </div>
  );
}

function Places({ query, data }) {
  return (
    <nav class="pager no-print" aria-label={t('office.pager.label')}>
      {query.before && (
        <Button onClick={() => go('audit', { ...query, before: '' })}>
          <Icon name="up" />{t('audit.newest')}
        </Button>
      )}
      {data.searched_to && data.next && data.rows.length < PAGE_ROWS && (
        <span class="note">{t('audit.searched_to', { day: dateOf(data.searched_to) })}</span>
      )}
      {data.next && (
        <Button onClick={() => go('audit', { ...query, before: data.next })}>
          {t('audit.older')}<Icon name="right" />
        </Button>
      )}
    </nav>
  );
}

function emptyText(query, data) {
  if (data.next) {
    return t('audit.empty.so_far');
  }
  return FILTERS.some((key) => query[key]) ? t('audit.empty.filtered') : t('audit.empty');
}

export default function AuditPage({ route }) {
  const { query } = route;
  const [open, setOpen] = useState(null); // a row, or 'export'
  const actors = useRef([]); // told with the newest rows only
  const fresh = useFresh(async () => {
    const found = await get('/audit', { ...query, limit: PAGE_ROWS });
    if (!query.before) {
      actors.current = found.actors;
    }
    return found;
  }, { when: () => !query.before, gap: 1000, keys: [JSON.stringify(query)] });
  const close = () => setOpen(null);
  return (
    <div class="audit">
      <PageHead title={t('office.page.audit')} note={t('audit.note')}>
        <Button onClick={() => setOpen('export')}><Icon name="download" />{t('audit.export')}</Button>
      </PageHead>
      <Chain />
      <Loaded fresh={fresh}>
        {(data) => (
          <Card>
            <Filters query={query} actors={actors.current} kinds={data.kinds}
              onChange={(next) => goQuietly('audit', next)} />
            <Table caption={t('audit.rows')} columns={columns()} rows={data.rows} keyOf={(r) => r.seq}
              csv="audit" empty={emptyText(query, data)} onOpen={setOpen} />
            <Places query={query} data={data} />
          </Card>
        )}
      </Loaded>
      {open === 'export' && <ExportDialog from={query.from} to={query.to} onClose={close} />}
      {open?.seq && <RowDialog row={open} onClose={close} />}
    </div>
  );
}
