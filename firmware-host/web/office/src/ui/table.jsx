// table.jsx: rows that can be sorted, walked by keyboard and saved as CSV.
//
//   <Table caption="窗口" rows={windows} keyOf={(w) => w.number} csv="windows"
//     onOpen={(w) => go('live', w.number)}
//     columns={[
//       { key: 'number', head: '窗口', value: (w) => w.number },
//       { key: 'state', head: '状态', value: (w) => w.state, cell: (w) => <Badge …/> },
//       { key: 'wait', head: '平均等待', value: (w) => w.wait, text: (w) => durationOf(w.wait),
//         end: true, hint: '公式…' },
//     ]} />
//
// `value` sorts (numbers as numbers, texts by language), `text` is what people and the CSV read
// (left out: the value), `cell` what is drawn (left out: the text), `end` sets it flush right.
// `sort={{ key, down }}` is the order at first. With onOpen a row takes the focus: ↑ ↓ Home End move,
// Enter opens.
import { useMemo, useState } from 'preact/hooks';
import { language, t } from '../base/words.js';
import { Icon } from './icon.jsx';
import { Hint } from './tip.jsx';
import { saveCsv } from './csv.js';

const isNothing = (value) => value === null || value === undefined || Number.isNaN(value);

function compare(a, b) {
  if (isNothing(a) || isNothing(b)) {
    return isNothing(a) - isNothing(b);
  }
  return typeof a === 'number' && typeof b === 'number' ? a - b
    : String(a).localeCompare(String(b), language.get() === 'en' ? 'en' : 'zh-CN', { numeric: true });
}

function sorted(rows, columns, sort) {
  const column = sort && columns.find((one) => one.key === sort.key);
  if (!column) {
    return rows;
  }
  const way = sort.down ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [column.value(a), column.value(b)];
    // Rows without a value stand last, whichever way.
    return isNothing(x) || isNothing(y) ? compare(x, y) : way * compare(x, y);
  });
}

function textOf(column, row) {
  const text = column.text ? column.text(row) : column.value(row);
  return isNothing(text) ? '–' : text;
}

function Head({ column, sort, onSort }) {
  const way = sort?.key === column.key ? (sort.down ? 'descending' : 'ascending') : undefined;
  return (
    <th scope="col" class={column.end ? 'end' : ''} aria-sort={way}>
      <span class="th">
        {column.value ? (
          <button type="button" class="sort" onClick={() => onSort(column)}>
            {column.head}
            <Icon name={way === 'ascending' ? 'up' : 'down'} />
          </button>
        ) : <span>{column.head}</span>}
        {column.hint && <Hint text={column.hint} label={column.head} />}
      </span>
    </th>
  );
}

function moveFocus(event, onOpen, row) {
  const line = event.currentTarget;
  const target = {
    ArrowDown: line.nextElementSibling,
    ArrowUp: line.previousElementSibling,
    Home: line.parentElement.firstElementChild,
    End: line.parentElement.lastElementChild,
  }[event.key];
  if (target && event.target === line) {
    event.preventDefault();
    target.focus();
  } else if (event.key === 'Enter' && event.target === line) {
    event.preventDefault();
    onOpen(row);
  }
}

function Line({ row, columns, onOpen, rowClass }) {
  const extra = rowClass?.(row) || '';
  const open = onOpen && {
    tabIndex: 0,
    onKeyDown: (event) => moveFocus(event, onOpen, row),
    onClick: (event) => !event.target.closest('button, a, input, select') && onOpen(row),
  };
  return (
    <tr class={`${onOpen ? 'open' : ''} ${extra}`} {...open}>
      {columns.map((column, index) => {
        const Cell = index === 0 ? 'th' : 'td';
        return (
          <Cell key={column.key} scope={index === 0 ? 'row' : undefined}
            class={column.end ? 'end' : ''}>
            {column.cell ? column.cell(row) : textOf(column, row)}
          </Cell>
        );
      })}
    </tr>
  );
}

export function Table({ caption, columns, rows, keyOf, onOpen, empty, csv, sort: first, rowClass,
  showCaption = false, tools }) {
  const [sort, setSort] = useState(first || null);
  const shown = useMemo(() => sorted(rows, columns, sort), [rows, columns, sort]);
  const onSort = (column) => setSort((old) => ({
    key: column.key, down: old?.key === column.key ? !old.down : Boolean(column.end),
  }));
  const save = () => saveCsv(csv, [columns.map((column) => column.head),
    ...shown.map((row) => columns.map((column) => (column.value ? textOf(column, row) : '')))]);
  return (
    <div class="table-box">
      {(csv || tools || showCaption) && (
        <div class="table-tools">
          {showCaption && <h2>{caption}</h2>}
          <span class="grow" />
          {tools}
          {csv && rows.length > 0 && (
            <button type="button" class="button quiet no-print" onClick={save}>
              <Icon name="download" />{t('office.table.csv')}
            </button>
          )}
        </div>
      )}
      <div class="table-scroll" tabIndex={0} role="group" aria-label={caption}>
        <table>
          <caption class="hidden-words">{caption}</caption>
          <thead>
            <tr>{columns.map((column) => (
              <Head key={column.key} column={column} sort={sort} onSort={onSort} />
            ))}</tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <Line key={keyOf(row)} row={row} columns={columns} onOpen={onOpen}
                rowClass={rowClass} />
            ))}
          </tbody>
        </table>
        {rows.length === 0 && <p class="empty">{empty || t('office.table.empty')}</p>}
      </div>
    </div>
  );
}

// <Pager page={0} size={50} total={312} onPage={…} />: pages count from 0.
export function Pager({ page, size, total, onPage }) {
  const last = Math.max(0, Math.ceil(total / size) - 1);
  if (last === 0) {
    return null;
  }
  const from = page * size + 1;
  return (
    <nav class="pager no-print" aria-label={t('office.pager.label')}>
      <button type="button" class="button" disabled={page === 0} onClick={() => onPage(page - 1)}>
        <Icon name="left" />{t('office.pager.back')}
      </button>
      <span>{t('office.pager.range', { from, to: Math.min(total, from + size - 1), total })}</span>
      <button type="button" class="button" disabled={page === last} onClick={() => onPage(page + 1)}>
        {t('office.pager.on')}<Icon name="right" />
      </button>
    </nav>
  );
}
