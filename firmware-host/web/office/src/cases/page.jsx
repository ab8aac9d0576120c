// cases/page.jsx: promised cases: what is open, what falls due, what has ended; one row opens its file.
import { get } from '../base/api.js';
import { useFresh } from '../base/live.js';
import { go, goQuietly } from '../base/route.js';
import { dateOf, numberOf, percentOf } from '../base/time.js';
import { both, t } from '../base/words.js';
import { who } from '../base/session.js';
import { SelectField, TextField } from '../ui/field.jsx';
import { Card, Loaded, PageHead } from '../ui/parts.jsx';
import { Pager, Table } from '../ui/table.jsx';
import { Tabs } from '../ui/tabs.jsx';
import { Tile, Tiles } from '../ui/tile.jsx';
import { CaseFile } from './file.jsx';
import { DueBadge, StageBadge } from './marks.jsx';

const STATES = ['open', 'near', 'overdue', 'suspended', 'ended'];
const PAGE = 50;

const columns = () => [
  { key: 'receipt', head: t('case.receipt'), value: (c) => c.receipt },
  { key: 'item', head: t('case.item'), value: (c) => both(c.item) },
  { key: 'department', head: t('case.department'), value: (c) => both(c.department) },
  { key: 'stage', head: t('case.stage'), value: (c) => both(c.stage), cell: (c) => <StageBadge file={c} /> },
  { key: 'promised', head: t('case.promised'), value: (c) => c.promised, text: (c) => dateOf(c.promised),
    hint: t('case.promised.formula') },
  { key: 'left', head: t('case.left'), value: (c) => c.days_left, text: (c) => c.days_left ?? '–',
    cell: (c) => <DueBadge file={c} /> },
  { key: 'opened', head: t('case.opened'), value: (c) => c.opened, text: (c) => dateOf(c.opened) },
  { key: 'window', head: t('case.window'), value: (c) => c.window, end: true },
];

function Figures({ counts }) {
  const ended = counts.completed;
  return (
    <Tiles>
      <Tile label={t('case.figure.open')} value={numberOf(counts.open)} unit={t('case.unit')}
        formula={t('case.figure.open.formula')} />
      <Tile label={t('case.figure.overdue')} value={numberOf(counts.overdue)} unit={t('case.unit')}
        kind={counts.overdue > 0 ? 'bad' : 'ok'}
        target={counts.overdue > 0 ? t('case.figure.overdue.some') : t('case.figure.overdue.none')}
        formula={t('case.figure.overdue.formula')} />
      <Tile label={t('case.figure.accepted')} value={numberOf(counts.promised + counts.reported)}
        unit={t('case.unit')} note={t('case.figure.accepted.note', counts)}
        formula={t('case.figure.accepted.formula')} />
      <Tile label={t('case.figure.completed')} value={numberOf(ended)} unit={t('case.unit')}
        note={t('case.figure.completed.note', {
          early: percentOf(ended ? counts.early / ended : null), late: counts.late })}
        formula={t('case.figure.completed.formula')} />
    </Tiles>
  );
}

function Filters({ query, departments, onChange }) {
  const set = (key) => (value) => onChange({ ...query, [key]: value, offset: '' });
  const day = (key, label) => (
    <TextField label={label} type="date" value={query[key] || ''} onValue={set(key)} />
  );
  return (
    <div class="row case-filters no-print">
      <TextField label={t('case.receipt')} value={query.receipt || ''} onValue={set('receipt')}
        inputMode="numeric" placeholder="260302-0001" class="code" />
      {who().role !== 'clerk' && (
        <SelectField label={t('case.department')} value={query.department || ''}
          onValue={set('department')}
          options={[['', t('case.all')], ...departments.map((d) => [d.code, both(d.name)])]} />
      )}
      {day('from', t('case.from'))}
      {day('to', t('case.to'))}
    </div>
  );
}

function List({ route }) {
  const query = { state: 'open', ...route.query };
  const fresh = useFresh(async () => {
    const [found, all] = await Promise.all([
      get('/cases', { ...query, limit: PAGE }), get('/items')]);
    return { ...found, departments: all.departments };
  }, { when: (event) => event.kind.startsWith('office_case') || event.kind === 'ticket_finished',
    keys: [JSON.stringify(query)] });
  const change = (next) => goQuietly('cases', next);
  const page = Math.floor((Number(query.offset) || 0) / PAGE);
  return (
    <>
      <PageHead title={t('office.page.cases')} note={t('case.note')} />
      <Loaded fresh={fresh}>
        {(data) => (
          <>
            <Figures counts={data.counts} />
            <Card>
              <Filters query={query} departments={data.departments} onChange={change} />
              <Tabs label={t('case.states')} value={query.state}
                tabs={STATES.map((state) => [state, t(`case.state.${state}`),
                  state === query.state ? data.total : undefined])}
                onValue={(state) => change({ ...query, state, offset: '' })}>
                <Table caption={t('office.page.cases')} columns={columns()} rows={data.cases}
                  keyOf={(c) => c.id} csv="cases" empty={t('case.empty')}
                  onOpen={(c) => go('cases', c.receipt)} />
                <Pager page={page} size={PAGE} total={data.total}
                  onPage={(to) => change({ ...query, offset: to * PAGE || '' })} />
              </Tabs>
            </Card>
          </>
        )}
      </Loaded>
    </>
  );
}

export default function CasesPage({ route }) {
  return route.rest[0] ? <CaseFile key={route.rest[0]} id={route.rest[0]} /> : <List route={route} />;
}
