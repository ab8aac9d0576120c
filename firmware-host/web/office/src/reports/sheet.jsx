// sheet.jsx: a report's table. The hall sorts, so that an export has the same order; the formula of a
// column shows on its head's question mark; what misses its target has a sign and a word.
import { both, t } from '../base/words.js';
import { Icon } from '../ui/icon.jsx';
import { Hint } from '../ui/tip.jsx';
import { cellText, headText, isNumber, missesTarget, rowName } from './cells.js';

function Head({ title, hint, order, sort, onSort, end }) {
  const down = sort === `-${order}`;
  const way = down ? 'descending' : sort === order ? 'ascending' : undefined;
  // The greatest first is what is wanted of a figure.
  const next = way === undefined ? (end ? `-${order}` : order) : down ? order : `-${order}`;
  return (
    <th scope="col" class={end ? 'end' : ''} aria-sort={way}>
      <span class="th">
        <button type="button" class="sort" onClick={() => onSort(next)}>
          {title}<Icon name={way === 'ascending' ? 'up' : 'down'} />
        </button>
        {hint && <Hint text={hint} label={title} />}
      </span>
    </th>
  );
}

function Cell({ column, value }) {
  const missed = missesTarget(column, value);
  return (
    <td class={`${isNumber(column) ? 'end' : ''} ${missed ? 'missed warn' : ''} ${
      column.unit === 'text' ? 'said' : ''}`}>
      {missed && (
        <>
          <Icon name="warn" /><span class="hidden-words">{t('reports.missed')} </span>
        </>
      )}
      {cellText(column, value)}
    </td>
  );
}

function Row({ data, row, name }) {
  return (
    <tr>
      {data.keyed && <th scope="row">{name}</th>}
      {data.columns.map((column, i) => (
        <Cell key={column.key} column={column} value={row.values[i]} />
      ))}
    </tr>
  );
}

export function Sheet({ data, sort, onSort }) {
  const title = both(data.title);
  const marks = data.columns.some((column, i) => column.over_target
    && data.rows.some((row) => missesTarget(column, row.values[i])));
  return (
    <>
      <div class="table-scroll" tabIndex={0} role="group" aria-label={title}>
        <table>
          <caption class="hidden-words">{title}</caption>
          <thead>
            <tr>
              {data.keyed && (
                <Head title={t('report.head.name')} order="name" sort={sort} onSort={onSort} />
              )}
              {data.columns.map((column) => (
                <Head key={column.key} title={headText(column)} hint={both(column.formula)}
                  order={column.key} sort={sort} onSort={onSort} end={isNumber(column)} />
              ))}
            </tr>
          </thead>
          <tbody>
            {data.rows.map((row, i) => (
              <Row key={`${row.key}:${i}`} data={data} row={row} name={rowName(row)} />
            ))}
          </tbody>
          {data.totals && data.rows.length > 0 && (
            <tfoot><Row data={data} row={data.totals} name={t('report.head.total')} /></tfoot>
          )}
        </table>
        {data.rows.length === 0 && <p class="empty">{t('reports.empty')}</p>}
      </div>
      {marks && <p class="note legend"><Icon name="warn" /> {t('reports.missed.legend')}</p>}
    </>
  );
}
