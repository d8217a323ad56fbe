/*
 * Wagtail's date picker would overwrite typed text with its own guess in every field that has one,
 * including the filters of lists.
 */
const picker = window.jQuery?.fn.datetimepicker;
if (picker) picker.defaults.validateOnBlur = false;
