// reports/page.jsx: every report of the hall: list, question, chart, table, exports.
//
// The address says all of it: #/reports/mean_wait?period=last_week&by=hour&window=3&sort=-wait_mean.
// What is asked of the hall for the page is asked for an export as well: same filters, axis, columns
// and order.
import { get } from '../base/api.js';
import { useFresh } from '../base/live.js';
import { go, goQuietly } from '../base/route.js';
import { dateOf, hallClock, whenOf } from '../base/time.js';
import { both, t } from '../base/words.js';
import { Button } from '../ui/button.jsx';
import { Icon } from '../ui/icon.jsx';
import { Card, Loaded, PageHead } from '../ui/parts.jsx';
import { Brief } from './brief.jsx';
import { AxisChooser, choicesOf, ColumnChooser, Filters, PeriodChooser } from './controls.jsx';
import { Figure } from './figure.jsx';
import { ReportList } from './list.jsx';
import { periodOf } from './period.js';
import { saveReport } from './save.js';
import { Sheet } from './sheet.jsx';

const FIRST = 'brief';
const FRESH_MS = 5000; // today's figures follow the hall, without haste

// The query of the API, from the report and the address.
function askedOf(report, query, span) {
  const asked = { from: span.from, to: report.name === 'brief' ? span.from : span.to };
  const known = [...report.filters, ...(report.axes.length ? ['by'] : []), 'sort', 'columns'];
  for (const name of known) {
    asked[name] = query[name];
  }
  return asked;
}

const fileForms = { csv: 'download', xlsx: 'download', pdf: 'download', txt: 'download' };

function Exports({ report, asked }) {
  return (
    <>
      {report.forms.map((form) => (
        <Button key={form} onClick={() => saveReport(report.name, form, asked)}>
          <Icon name={fileForms[form]} />{form.toUpperCase()}
        </Button>
      ))}
      <Button onClick={() => print()}><Icon name="print" />{t('reports.print')}</Button>
    </>
  );
}

function note(data, span) {
  const period = span.from === span.to ? dateOf(span.from)
    : t('reports.span', { from: dateOf(span.from), to: dateOf(span.to) });
  const by = data.by ? [t(`report.axis.${data.by}`)] : [];
  const filters = (data.filters || []).map((filter) => `${t(`report.filter.${filter.of}`)} ${
    both(filter.name)}`);
  return [period, ...by, ...filters, t('reports.made', { when: whenOf(data.made) })].join(' · ');
}

function Controls({ report, query, span, choices, data, onChange }) {
  return (
    <Card class="no-print">
      <div class="row">
        <PeriodChooser span={span} onChange={onChange} />
        <AxisChooser report={report} query={query} onChange={onChange} />
        <Filters report={report} query={query} choices={choices} onChange={onChange} />
        {data.all && (
          <ColumnChooser columns={data.all} shown={data.columns.map((column) => column.key)}
            onChange={onChange} />
        )}
      </div>
    </Card>
  );
}

// The report, and all columns that it has there when only some are shown.
async function load(report, asked) {
  if (report.name === 'brief') {
    return get('/reports/brief', { from: asked.from });
  }
  const data = await get(`/reports/${report.name}`, asked);
  const all = asked.columns
    ? (await get(`/reports/${report.name}`, { ...asked, columns: '', sort: '' })).columns
    : data.columns;
  return { ...data, all };
}

function Report({ report, query, choices }) {
  const today = hallClock().slice(0, 10);
  const span = periodOf(query, today);
  const asked = askedOf(report, query, span);
  const fresh = useFresh(() => load(report, asked), {
    when: (event) => asked.to >= today && /^(ticket|window|office)_/.test(event.kind),
    gap: FRESH_MS,
    keys: [report.name, JSON.stringify(asked)],
  });
  const onChange = (news) => goQuietly('reports', report.name, { ...query, ...news });
  return (
    <Loaded fresh={fresh}>
      {(data) => data.name === report.name && (
        <>
          <PageHead title={both(data.title)} note={note(data, span)}>
            <Exports report={report} asked={asked} />
          </PageHead>
          <Controls report={report} query={query} span={span} choices={choices} data={data}
            onChange={onChange} />
          {data.sentences ? <Brief data={data} /> : (
            <>
              {data.chart.columns.length > 0 && data.rows.length > 1 && (
                <Card><Figure data={data} /></Card>
              )}
              <Card>
                <Sheet data={data} sort={query.sort || ''}
                  onSort={(sort) => onChange({ sort })} />
              </Card>
            </>
          )}
        </>
      )}
    </Loaded>
  );
}

export default function ReportsPage({ route }) {
  const known = useFresh(async () => {
    const [catalogue, items, windows] = await Promise.all(
      [get('/reports'), get('/items'), get('/windows')]);
    return { reports: catalogue.reports, lists: { items, windows } };
  }, { when: (event) => event.kind === 'site_adopted' });
  return (
    <Loaded fresh={known}>
      {({ reports, lists }) => {
        const report = reports.find((one) => one.name === (route.rest[0] || FIRST));
        if (!report) {
          go('reports', FIRST);
          return null;
        }
        return (
          <div class="reports">
            <ReportList reports={reports} name={report.name} query={route.query} />
            <div class="reports-content">
              <Report key={report.name} report={report} query={route.query}
                choices={choicesOf(lists)} />
            </div>
          </div>
        );
      }}
    </Loaded>
  );
}
