// field.jsx: form fields with their error beside them.
//
//   <Field label="姓名" error={errors.name} hint="…">
//     {(props) => <input {...props} value={…} onInput={…} />}
//   </Field>
// The function gets id and aria attributes. Shorter: TextField, SelectField, CheckField.
import { useId } from 'preact/hooks';
import { Icon } from './icon.jsx';

export function Field({ label, hint, error, children, class: extra = '', required = false }) {
  const id = useId();
  const said = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div class={`field ${error ? 'wrong' : ''} ${extra}`}>
      <label for={id}>{label}{required && <span class="required" aria-hidden="true"> *</span>}</label>
      {children({
        id,
        required: required || undefined,
        'aria-describedby': said || undefined,
        'aria-invalid': error ? 'true' : undefined,
      })}
      {hint && <p class="field-hint" id={`${id}-hint`}>{hint}</p>}
      {error && <p class="field-error" id={`${id}-error`}><Icon name="bad" />{error}</p>}
    </div>
  );
}

export function TextField({ label, hint, error, value, onValue, required, rows, class: extra, ...rest }) {
  const Control = rows ? 'textarea' : 'input';
  return (
    <Field label={label} hint={hint} error={error} required={required} class={extra}>
      {(props) => (
        <Control type={rows ? undefined : 'text'} rows={rows} autocomplete="off" {...props}
          value={value} onInput={(event) => onValue(event.currentTarget.value)} {...rest} />
      )}
    </Field>
  );
}

// options: [[value, text], …]
export function SelectField({ label, hint, error, value, onValue, options, class: extra, ...rest }) {
  return (
    <Field label={label} hint={hint} error={error} class={extra}>
      {(props) => (
        <select {...props} value={value} onChange={(event) => onValue(event.currentTarget.value)}
          {...rest}>
          {options.map(([key, text]) => <option key={key} value={key}>{text}</option>)}
        </select>
      )}
    </Field>
  );
}

export function CheckField({ label, value, onValue, ...rest }) {
  return (
    <label class="check">
      <input type="checkbox" checked={value}
        onChange={(event) => onValue(event.currentTarget.checked)} {...rest} />
      <span>{label}</span>
    </label>
  );
}
