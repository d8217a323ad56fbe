/*
 * Wagtail's picker of days would write its own guess over what was typed, in every field that has
 * one, the filters of lists included.
 */
const picker = window.jQuery?.fn.datetimepicker;
if (picker) picker.defaults.validateOnBlur = false;
