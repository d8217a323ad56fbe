# Varnish 7 before the website, with PAGES_PROXY_PURGE=http://varnish:6081 for both programs.
# It keeps what the website says it may (`s-maxage`), for all who bring no session, by language, and
# forgets a page when the website says that it changed. See operator.md, "A proxy that keeps pages".
vcl 4.1;

backend web {
    .host = "127.0.0.1";
    .port = "8000";
    .first_byte_timeout = 35s;
}

# The web program and the worker: who may say that a page changed.
acl may_purge {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    if (req.method == "PURGE") {
        # Whatever came through the proxy that ends TLS came from anybody.
        if (client.ip !~ may_purge || req.http.X-Forwarded-Proto) {
            return (synth(405));
        }
        if (req.url == "/*") {
            ban("obj.status != 0");
        } else {
            # In every language, by every name of the site, and whichever browser asked.
            ban("obj.http.X-Page-Path == " + regsub(req.url, "\?.*$", ""));
        }
        return (synth(200));
    }
    # The website takes the last one named for the visitor. Varnish has just added whoever asked it,
    # which is the proxy that ends TLS and named the visitor before.
    set req.http.X-Forwarded-For = regsub(req.http.X-Forwarded-For, ",[^,]*$", "");
    if ((req.method != "GET" && req.method != "HEAD") || req.http.Authorization) {
        return (pass);
    }
    # The cookies of whoever is signed in, fills in a form, or has a message: see `whole_pages`.
    if (req.http.Cookie ~ "(^|;\s*)(sessionid|csrftoken|messages)=") {
        return (pass);
    }
    if (req.http.Cookie ~ "(^|;\s*)django_language=") {
        set req.http.Cookie = regsub(req.http.Cookie, "^(.*;\s*)?(django_language=[^;]*).*$", "\2");
    } else {
        unset req.http.Cookie;
    }
    # Browsers name the language that they like best first.
    if (req.http.Accept-Language ~ "^es\b") {
        set req.http.Accept-Language = "es";
    } elseif (req.http.Accept-Language ~ "^en\b") {
        set req.http.Accept-Language = "en";
    }
    return (hash);
}

sub vcl_backend_response {
    set beresp.http.X-Page-Path = regsub(bereq.url, "\?.*$", "");
    # A page whose time is over is asked for before anyone sees it.
    set beresp.grace = 0s;
}

sub vcl_deliver {
    unset resp.http.X-Page-Path;
    # Whoever keeps pages behind us is told of no change.
    if (resp.http.Cache-Control ~ "s-maxage") {
        set resp.http.Cache-Control = "no-cache";
    }
}
