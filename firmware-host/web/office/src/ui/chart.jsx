// chart.jsx: ECharts on a canvas. Import it only on pages with charts: it is a chunk of its own.
//
//   <Chart title="分时段客流" option={{ xAxis, yAxis, series }} height="m"
//     table={{ columns, rows, keyOf }} csv="hours" />
//
// Colours and patterns are ux.md's, following light and dark; a tooltip is drawn on the canvas
// (richText), because the page's policy allows no HTML from strings. `table` (Table's props) is
// what stands behind "以表格显示", and what a screen reader gets. `onPick(params)` hears clicks.
import { useEffect, useRef, useState } from 'preact/hooks';
import { BarChart, HeatmapChart, LineChart } from 'echarts/charts';
import { AriaComponent, DataZoomComponent, GridComponent, LegendComponent, MarkLineComponent,
  TooltipComponent, VisualMapComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { t } from '../base/words.js';
import { Table } from './table.jsx';

use([AriaComponent, BarChart, CanvasRenderer, DataZoomComponent, GridComponent, HeatmapChart,
  LegendComponent, LineChart, MarkLineComponent, TooltipComponent, VisualMapComponent]);

const dark = matchMedia('(prefers-color-scheme: dark)');
const calm = matchMedia('(prefers-reduced-motion: reduce)');

function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function axis(own) {
  return own && {
    axisLine: { lineStyle: { color: token('line-strong') } },
    axisTick: { show: false },
    axisLabel: { color: token('muted'), fontSize: 12 },
    nameTextStyle: { color: token('muted') },
    splitLine: { show: own.type === 'value' || own.type === undefined,
      lineStyle: { color: token('line') } },
    ...own,
  };
}

const axes = (own) => (Array.isArray(own) ? own.map(axis) : axis(own));

function styled(option) {
  const series = [].concat(option.series || []);
  return {
    color: [token('chart-1'), token('chart-2'), token('chart-3'), token('chart-4')],
    textStyle: { color: token('ink'), fontFamily: getComputedStyle(document.body).fontFamily },
    animation: !calm.matches,
    animationDuration: 250,
    aria: { enabled: true, label: { enabled: false }, decal: { show: series.length > 1 } },
    ...option,
    grid: { left: 8, right: 16, top: series.length > 1 ? 36 : 16, bottom: 8, containLabel: true,
      ...option.grid },
    legend: series.length > 1 ? { top: 0, left: 8, itemWidth: 18, itemHeight: 12,
      textStyle: { color: token('ink') }, ...option.legend } : undefined,
    tooltip: { trigger: 'axis', backgroundColor: token('raised'), borderColor: token('line'),
      textStyle: { color: token('ink'), fontSize: 13 }, ...option.tooltip,
      renderMode: 'richText' },
    xAxis: axes(option.xAxis),
    yAxis: axes(option.yAxis),
  };
}

export function Chart({ title, option, height = 'm', table, csv, onPick }) {
  const place = useRef(null);
  const chart = useRef(null);
  const [asTable, setAsTable] = useState(false);
  const pick = useRef(onPick);
  pick.current = onPick;
  useEffect(() => {
    if (asTable) {
      return undefined;
    }
    chart.current = init(place.current, null, { renderer: 'canvas' });
    chart.current.on('click', (params) => pick.current?.(params));
    const size = new ResizeObserver(() => chart.current.resize());
    size.observe(place.current);
    return () => {
      size.disconnect();
      chart.current.dispose();
      chart.current = null;
    };
  }, [asTable]);
  useEffect(() => {
    const draw = () => chart.current?.setOption(styled(option), { notMerge: true });
    draw();
    dark.addEventListener('change', draw);
    return () => dark.removeEventListener('change', draw);
  }, [option, asTable]);
  return (
    <figure class="chart">
      <figcaption>
        <span class="grow">{title}</span>
        {table && (
          <button type="button" class="link no-print" aria-pressed={asTable ? 'true' : 'false'}
            onClick={() => setAsTable(!asTable)}>
            {t(asTable ? 'office.chart.as_chart' : 'office.chart.as_table')}
          </button>
        )}
      </figcaption>
      {asTable ? <Table caption={title} csv={csv} {...table} />
        : <div class={`canvas ${height}`} ref={place} role="img" aria-label={title} />}
    </figure>
  );
}
