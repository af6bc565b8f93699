import { hideValue } from './language/sensitive';
import { isList, isObject, Json, JsonObject, own } from '../value';

/** Hides what a plan or a state marks as sensitive. Its marks have the form of the values, with true in their places. */
function hideMarked(value: Json | undefined, marks: Json | undefined): void {
  if (value === undefined || marks === undefined) return;
  if (marks === true) hideValue(value);
  else if (isList(marks) && isList(value)) marks.forEach((each, index) => hideMarked(value[index], each));
  else if (isObject<JsonObject>(marks) && isObject<JsonObject>(value)) {
    for (const [name, each] of Object.entries(marks)) hideMarked(own(value, name), each);
  }
}

/** Hides the sensitive attributes of a resource. */
export function hideAttributes(type: string, values: JsonObject, marks: JsonObject): void {
  // The provider marks the value of each named value, also if it is not secret.
  const isPublic = type === 'azurerm_api_management_named_value' && own(values, 'secret') !== true;
  hideMarked(values, isPublic ? { ...marks, value: false } : marks);
}

/** Hides the values of sensitive outputs. */
export function hideOutputs(outputs: JsonObject): void {
  for (const output of Object.values(outputs)) {
    if (isObject<JsonObject>(output) && own(output, 'sensitive') === true) hideMarked(own(output, 'value'), true);
  }
}
