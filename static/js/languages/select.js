/*
 * The language of a block, a table or a page: a select that is filled when it is rendered.
 */
(() => {
    const { telepath, districtLanguages: languages } = window;

    const Select = telepath?.constructors["wagtail.widgets.Select"];
    if (Select) {
        telepath.register(
            "district.LanguageSelect",
            class extends Select {
                constructor() {
                    super('<select name="__NAME__" id="__ID__" data-languages></select>');
                }

                render(placeholder, name, id, state, ...more) {
                    const around = placeholder.parentNode;
                    const bound = super.render(placeholder, name, id, [], ...more);
                    const select = around.querySelector(`#${CSS.escape(id)}`);
                    const chosen = [state].flat()[0] ?? "";
                    select.append(languages.option("", languages.read().none));
                    if (chosen) select.append(languages.option(chosen, chosen));
                    select.value = chosen;
                    languages.fill(select);
                    return bound;
                }
            },
        );
    }

    // The grids of the tables by the id of their container, to update one from outside.
    const grids = new Map();
    window.Handsontable?.hooks.add("afterInit", function () {
        if (this.rootElement.id) grids.set(this.rootElement.id, this);
    });
    window.districtTables = grids;

    /** Wagtail's table has its own list of fields; the language is an additional one. */
    const Table = telepath?.constructors["wagtail.widgets.TableInput"];
    if (Table) {
        telepath.register(
            "district.TableInput",
            class extends Table {
                render(placeholder, name, id, state, ...more) {
                    const bound = super.render(placeholder, name, id, state, ...more);
                    const select = drawn(document.getElementById(id), name, id);
                    const choose = (value) => {
                        select.value = value?.language ?? "";
                    };
                    const withLanguage = (value) => value && { ...value, language: select.value };
                    choose(state);
                    return {
                        ...bound,
                        getValue: () => withLanguage(bound.getValue()),
                        getState: () => withLanguage(bound.getState()),
                        setState(value) {
                            bound.setState(value);
                            choose(value);
                        },
                    };
                }
            },
        );
    }

    function drawn(hidden, name, id) {
        const words = languages.read();
        const select = document.createElement("select");
        Object.assign(select, { name: `${name}-language`, id: `${id}-language` });
        select.setAttribute("data-languages", "");
        select.append(languages.option("", words.none));
        languages.fill(select);
        const label = document.createElement("label");
        Object.assign(label, { className: "w-field__label", htmlFor: select.id });
        label.textContent = words.ofBlock;
        const field = document.createElement("div");
        field.className = "w-field__wrapper table-language";
        field.dataset.contentpath = "language";
        field.append(label, select);
        hidden.parentNode.prepend(field);
        return select;
    }

    document.addEventListener("DOMContentLoaded", () => {
        for (const select of document.querySelectorAll("select[data-languages='']")) {
            languages.fill(select);
        }
    });
})();
