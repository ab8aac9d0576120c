// list.jsx: the reports in their groups; a select where the screen is narrow.
import { go, href } from '../base/route.js';
import { both, t } from '../base/words.js';
import { SelectField } from '../ui/field.jsx';

function groupsOf(reports) {
  const groups = new Map();
  for (const report of reports) {
    if (!groups.has(report.group)) {
      groups.set(report.group, { title: report.group_title, reports: [] });
    }
    groups.get(report.group).reports.push(report);
  }
  return [...groups.entries()];
}

// What stays when another report is opened: the period, and filters that it knows as well.
export function keptFor(report, query) {
  const kept = { period: query.period, from: query.from, to: query.to };
  for (const filter of report.filters) {
    kept[filter] = query[filter];
  }
  return kept;
}

export function ReportList({ reports, name, query }) {
  return (
    <>
      <nav class="reports-list no-print" aria-label={t('reports.list')}>
        {groupsOf(reports).map(([group, { title, reports: inside }]) => (
          <section key={group}>
            <h2>{both(title)}</h2>
            <ul>
              {inside.map((report) => (
                <li key={report.name}>
                  <a href={href('reports', report.name, keptFor(report, query))}
                    aria-current={report.name === name ? 'page' : undefined}>
                    {both(report.title)}
                  </a>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </nav>
      <div class="reports-pick no-print">
        <SelectField label={t('reports.report')} value={name}
          onValue={(value) => go('reports', value,
            keptFor(reports.find((report) => report.name === value), query))}
          options={reports.map((report) => [report.name, both(report.title)])} />
      </div>
    </>
  );
}
