// cases/marks.jsx: how a case stands, as colour, shape and word.
import { both, t } from '../base/words.js';
import { Badge } from '../ui/badge.jsx';

const STAGES = { accepted: 'info', examined: 'info', approved: 'info', completed: 'ok', refused: 'off',
  withdrawn: 'off' };
const STANDINGS = { none: 'ok', near: 'warn', broken: 'bad', unlawful: 'bad' };

export function StageBadge({ file }) {
  return file.suspended ? <Badge kind="off">{both(file.stage)} · {t('case.suspended')}</Badge>
    : <Badge kind={STAGES[file.stage.code]}>{both(file.stage)}</Badge>;
}

// What is left of the promise, in working days; how it was kept once it has ended.
export function DueBadge({ file }) {
  if (file.stage.code === 'completed') {
    return file.early ? <Badge kind="ok">{t('case.early')}</Badge>
      : <Badge kind={file.promised && file.ended > file.promised ? 'bad' : 'ok'}>
        {t(file.promised && file.ended > file.promised ? 'case.late' : 'case.on_time')}
      </Badge>;
  }
  if (file.days_left === null) {
    return '–';
  }
  return (
    <Badge kind={STANDINGS[file.standing]}>
      {file.days_left < 0 ? t('case.days_over', { days: -file.days_left })
        : t(file.days_left === 0 ? 'case.days_today' : 'case.days_left', { days: file.days_left })}
    </Badge>
  );
}
