// figure.jsx: the chart that a report names: columns and lines over time, bars of things. Its numbers
// are those of the table below it.
import { useMemo } from 'preact/hooks';
import { both, t } from '../base/words.js';
import { Chart } from '../ui/chart.jsx';
import { headText, rowName } from './cells.js';

const BARS = 15;
const LINE_FROM = 8; // fewer points are compared as columns
const TIME = ['day', 'week', 'month', 'hour'];

const numberIn = (column, value) => (value === null ? null
  : column.unit === 's' ? Math.round(value / 6) / 10
    : column.unit === 'share' ? Math.round(value * 1000) / 10 : value);

function seriesOf(data) {
  return data.chart.columns.map((key) => {
    const index = data.columns.findIndex((column) => column.key === key);
    return { column: data.columns[index], index };
  });
}

// Of many things the greatest, from the greatest down; bars of no length say nothing.
function rowsOf(data, series) {
  const size = (row) => series.reduce((sum, { index }) => (data.chart.form === 'stacked'
    ? sum + (row.values[index] || 0) : Math.max(sum, row.values[index] || 0)), 0);
  const full = data.rows.filter((row) => size(row) > 0);
  return full.length > BARS ? full.sort((a, b) => size(b) - size(a)).slice(0, BARS) : full;
}

function optionOf(data, series, rows, overTime) {
  const stacked = data.chart.form === 'stacked';
  const line = overTime && !stacked && data.by !== 'hour' && rows.length >= LINE_FROM;
  const names = {
    type: 'category',
    data: rows.map((row) => rowName(row)),
    inverse: !overTime,
    axisLabel: { width: overTime ? undefined : 150, overflow: 'truncate' },
  };
  const values = { type: 'value', name: series.every(({ column }) => column.unit === 's')
    ? t('report.unit.minutes') : '' };
  return {
    xAxis: overTime ? names : values,
    yAxis: overTime ? values : names,
    legend: series.length > 1 ? {} : undefined,
    series: series.map(({ column, index }) => ({
      type: line ? 'line' : 'bar',
      name: headText(column),
      stack: stacked ? 'all' : undefined,
      barMaxWidth: 28,
      data: rows.map((row) => numberIn(column, row.values[index])),
    })),
  };
}

export function Figure({ data }) {
  const overTime = TIME.includes(data.by);
  const [option, count] = useMemo(() => {
    const series = seriesOf(data);
    const rows = series.length ? overTime ? data.rows : rowsOf(data, series) : [];
    return [optionOf(data, series, rows, overTime), rows.length];
  }, [data]);
  if (count < 2) {
    return null;
  }
  const cut = count < data.rows.length && !overTime;
  return (
    <>
      <Chart title={both(data.title)} option={option} height={overTime ? 'm' : 'l'} />
      {cut && <p class="note">{t('report.chart.greatest', { shown: count, all: data.rows.length })}</p>}
    </>
  );
}
