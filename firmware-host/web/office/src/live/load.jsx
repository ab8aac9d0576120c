// load.jsx: the day by hour: issued, served, the most that waited; and how busy each window was.
import { useMemo } from 'preact/hooks';
import { language, t } from '../base/words.js';
import { useStore } from '../base/store.js';
import { Chart } from '../ui/chart.jsx';
import { Heat } from '../ui/heat.jsx';
import { Card } from '../ui/parts.jsx';
import { Hint } from '../ui/tip.jsx';

const hourText = (hour) => `${String(hour).padStart(2, '0')}`;

// The hours of the day's opening, and any other in which something was.
export function hoursOf(live) {
  const from = Math.min(live.hall.from_hour, ...live.hours.map((row) => row.hour));
  const to = Math.max(live.hall.to_hour - 1, ...live.hours.map((row) => row.hour));
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

export function HourLoad({ live, height = 's' }) {
  const spoken = useStore(language);
  const rows = useMemo(() => {
    const known = new Map(live.hours.map((row) => [row.hour, row]));
    return hoursOf(live).map((hour) => known.get(hour)
      || { hour, issued: 0, services: 0, waiting: 0 });
  }, [live.hours, live.hall]);
  const option = useMemo(() => ({
    xAxis: { type: 'category', data: rows.map((row) => hourText(row.hour)) },
    yAxis: { type: 'value', minInterval: 1 },
    series: [
      { type: 'bar', name: t('live.hours.issued'), data: rows.map((row) => row.issued), barMaxWidth: 22 },
      { type: 'bar', name: t('live.hours.services'), data: rows.map((row) => row.services),
        barMaxWidth: 22 },
      { type: 'line', name: t('live.hours.waiting'), data: rows.map((row) => row.waiting),
        symbol: 'diamond', symbolSize: 8 },
    ],
  }), [rows, spoken]);
  const columns = [
    { key: 'hour', head: t('live.column.hour'), value: (row) => hourText(row.hour) },
    { key: 'issued', head: t('live.hours.issued'), value: (row) => row.issued, end: true },
    { key: 'services', head: t('live.hours.services'), value: (row) => row.services, end: true },
    { key: 'waiting', head: t('live.hours.waiting'), value: (row) => row.waiting, end: true,
      hint: t('live.formula.hours') },
  ];
  return <Chart title={t('live.hours')} option={option} height={height} csv="hours"
    table={{ columns, rows, keyOf: (row) => row.hour }} />;
}

// Two halves side by side: a hall has more windows than a screen has lines.
function halves(rows) {
  const half = Math.ceil(rows.length / 2);
  return [rows.slice(0, half), rows.slice(half)].filter((some) => some.length > 0);
}

export function BusyMap({ live }) {
  const hours = hoursOf(live);
  const rows = live.heat.map((row) => ({ key: row.number, head: row.number,
    cells: hours.map((hour) => row.busy[hour]) }));
  const span = (some) => t('live.heat.span', { from: some[0].head, to: some[some.length - 1].head });
  return (
    <Card title={t('live.heat')} tools={<Hint label={t('live.heat')} text={t('live.formula.heat')} />}>
      <div class="heat-halves">
        {halves(rows).map((some) => (
          <Heat key={some[0].key} caption={`${t('live.heat')} ${span(some)}`} rows={some} high={100}
            corner={t('live.column.window')} columns={hours.map(hourText)} />
        ))}
      </div>
    </Card>
  );
}
