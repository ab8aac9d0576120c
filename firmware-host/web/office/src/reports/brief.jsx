// brief.jsx: the day on one page, in sentences, each with its state and at most one piece of advice.
import { both, t } from '../base/words.js';
import { Badge } from '../ui/badge.jsx';
import { Card } from '../ui/parts.jsx';

const KINDS = { fine: 'ok', look: 'warn', act: 'bad' };

export function Brief({ data }) {
  return (
    <Card class="brief">
      <ul>
        {data.sentences.map((sentence) => (
          <li key={sentence.finding}>
            <Badge kind={KINDS[sentence.state]}>{t(`reports.state.${sentence.state}`)}</Badge>
            <div class="grow">
              <p>{both(sentence.text)}</p>
              {sentence.advice && <p class="advice">{both(sentence.advice)}</p>}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
