/** Whether someone has typed or ticked something in a form since the server drew it. */
export function isTyped(form) {
    return [...form.elements].some((field) => {
        if (field.type === "hidden" || field.type === "file") return false;
        if (field.type === "checkbox" || field.type === "radio") {
            return field.checked !== field.defaultChecked;
        }
        return "defaultValue" in field && field.value !== field.defaultValue;
    });
}
