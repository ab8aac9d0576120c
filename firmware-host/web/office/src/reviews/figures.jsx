// reviews/figures.jsx: the indicators of the national rules, each with its formula, and by whom.
//
// What was pressed comes from the named reports, what became of bad reviews from their files: the
// definitions are the server's, here they only stand side by side.
import { get } from '../base/api.js';
import { useFresh } from '../base/live.js';
import { goQuietly } from '../base/route.js';
import { numberOf, percentOf } from '../base/time.js';
import { both, t } from '../base/words.js';
import { Card, Loaded } from '../ui/parts.jsx';
import { Table } from '../ui/table.jsx';
import { Tile, Tiles } from '../ui/tile.jsx';
import { Filters, thisMonth } from './filters.jsx';

const FIELDS = ['from', 'to', 'by'];
const PRESSED = ['rated_share', 'active_share', 'good_share', 'good_active_share', 'unrated_share',
  'bad_share'];
const FOLLOWED = ['rectified_share', 'called_share', 'satisfied_share'];

// A line of a report as { column: value }.
function valuesOf(report, line) {
  return Object.fromEntries(report.columns.map((column, i) => [column.key, line?.values[i]]));
}

function formulasOf(reports) {
  return Object.fromEntries(reports.flatMap((report) => report.columns)
    .map((column) => [column.key, column]));
}

// The groups of both reports and of the files, by key.
function groupsOf(reports, files) {
  const groups = new Map();
  const put = (key, name, values) => groups.set(key, { ...groups.get(key), key,
    name: name || groups.get(key)?.name, ...values });
  reports.forEach((report) => report.rows
    .forEach((row) => put(row.key, both(row.name), valuesOf(report, row))));
  files.groups.forEach((group) => put(group.key, groups.get(group.key)?.name || group.key, {
    opened: group.bad, withdrawn: group.withdrawn, ...Object.fromEntries(FOLLOWED
      .map((key) => [key, group[key]])) }));
  return [...groups.values()];
}

async function load({ from, to, by }) {
  const [satisfaction, rates, files] = await Promise.all([
    get('/reports/satisfaction', { from, to, by }), get('/reports/rating_rates', { from, to, by }),
    get('/review-figures', { from, to, by })]);
  const reports = [satisfaction, rates];
  return { formulas: formulasOf(reports), files: files.total, groups: groupsOf(reports, files),
    totals: Object.assign({}, ...reports.map((report) => valuesOf(report, report.totals))) };
}

// Without those whose appeal was accepted: beside the figure as pressed, never instead of it.
function badAdjusted({ totals, files }) {
  const rated = totals.rated_active + totals.rated_default - files.withdrawn;
  return files.withdrawn === 0 ? null : t('review.bad.adjusted', { count: files.withdrawn,
    share: percentOf(rated > 0 ? (totals.bad - files.withdrawn) / rated : null) });
}

function Indicators({ data }) {
  const { totals, files, formulas } = data;
  return (
    <Tiles>
      {PRESSED.map((key) => (
        <Tile key={key} label={both(formulas[key]?.title)} value={percentOf(totals[key])}
          formula={both(formulas[key]?.formula)} note={key === 'bad_share' ? badAdjusted(data) : null} />
      ))}
      {FOLLOWED.map((key) => (
        <Tile key={key} label={t(`review.figure.${key}`)} value={percentOf(files[key])}
          formula={t(`review.formula.${key}`)} note={t(`review.parts.${key}`, files)} />
      ))}
    </Tiles>
  );
}

const columns = (by, formulas) => [
  { key: 'name', head: t(`review.by.${by}`), value: (g) => g.name || g.key },
  ...['services', 'rated_active', 'rated_default', 'rated_none'].map((key) => ({ key,
    head: both(formulas[key]?.title), hint: both(formulas[key]?.formula), value: (g) => g[key],
    text: (g) => numberOf(g[key]), end: true })),
  ...['rated_share', 'good_active_share', 'bad_share'].map((key) => ({ key,
    head: both(formulas[key]?.title), hint: both(formulas[key]?.formula), value: (g) => g[key],
    text: (g) => percentOf(g[key]), end: true })),
  ...FOLLOWED.map((key) => ({ key, head: t(`review.figure.${key}`), hint: t(`review.formula.${key}`),
    value: (g) => g[key], text: (g) => percentOf(g[key]), end: true })),
];

export function FigureList({ query: given }) {
  const query = { ...thisMonth(), by: 'department', ...given };
  const fresh = useFresh(() => load(query), { keys: [JSON.stringify(query)], gap: 5000,
    when: (event) => event.kind === 'ticket_rated' || event.kind.startsWith('office_review') });
  return (
    <>
      <Card>
        <Filters fields={FIELDS} query={query}
          onChange={(next) => goQuietly('reviews', 'figures', next)} />
      </Card>
      <Loaded fresh={fresh}>
        {(data) => (
          <>
            <Indicators data={data} />
            <Card>
              <Table caption={t('review.figures.by', { by: t(`review.by.${query.by}`) })} showCaption
                columns={columns(query.by, data.formulas)} rows={data.groups} keyOf={(g) => g.key}
                csv="review-figures" empty={t('review.ratings.empty')} />
            </Card>
          </>
        )}
      </Loaded>
    </>
  );
}
