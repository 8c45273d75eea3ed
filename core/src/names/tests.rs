use super::NameClass::{AuthToken, NotToken, Other, SessionCookie, TokenWord};
use super::{NameClass, classify, classify_for, words};
use crate::config::Names;

#[test]
fn names_fall_into_words() {
    let table: &[(&str, &[&str])] = &[
        ("accessToken", &["access", "token"]),
        ("access_token", &["access", "token"]),
        ("ACCESS_TOKEN", &["access", "token"]),
        ("access-token", &["access", "token"]),
        ("AccessTOKEN", &["access", "token"]),
        ("JWTToken", &["jwt", "token"]),
        ("myIDToken", &["my", "id", "token"]),
        ("oauth2Token", &["oauth2", "token"]),
        ("firebase:authUser:x", &["firebase", "auth", "user", "x"]),
        ("authtoken", &["auth", "token"]),
        ("ASP.NET_SessionId", &["asp", "net", "session", "id"]),
        ("__Host-sid", &["host", "sid"]),
        ("jetonÜberAlles", &["jeton", "über", "alles"]),
        ("", &[]),
        ("::--__", &[]),
    ];
    for (name, expected) in table {
        assert_eq!(&words(name), expected, "{name}");
    }
}

fn all(class: NameClass, names: &[&str]) {
    for name in names {
        assert_eq!(classify(name), class, "{name} = {:?}", words(name));
    }
}

#[test]
fn credentials_of_a_login_are_auth_tokens() {
    all(
        AuthToken,
        &[
            "access_token",
            "accessToken",
            "ACCESS_TOKEN",
            "auth_token",
            "authToken",
            "auth-token",
            "id_token",
            "idToken",
            "refresh_token",
            "refreshToken",
            "jwt",
            "JWT",
            "jwtToken",
            "user_jwt",
            "bearer",
            "bearerToken",
            "session_token",
            "sessionToken",
            "userToken",
            "user_token",
            "adminToken",
            "loginToken",
            "apiToken",
            "authtoken",
            "accesstoken",
            "oauth_token",
            "oauthToken",
            "oAuthToken",
            "remember_token",
            "sb-abcdefghij-auth-token",
            "sb-abcdefghij-auth-token.0",
            "supabase.auth.token",
            "firebase:authUser:key:[DEFAULT]",
            "@@auth0spajs@@::client::audience::openid profile",
            "CognitoIdentityServiceProvider.client.user.accessToken",
            "CognitoIdentityServiceProvider.client.user.idToken",
            "uid.tid-login.windows.net-accesstoken-client-tenant-scope",
            "oidc.user:https://id.test:client",
            "okta-token-storage",
            "next-auth.session-token",
            "__Secure-next-auth.session-token",
            "authjs.session-token",
            "better-auth.session_token",
            "authTokens",
            "getAccessToken",
            "setAuthToken",
            "x-auth-token",
            "app:v2:accessToken",
            "myapp_user_access_token",
            "personalAccessToken",
            "authTokenValue",
        ],
    );
}

#[test]
fn a_bare_token_needs_its_value() {
    all(
        TokenWord,
        &["token", "TOKEN", "_token", "app-token", "myToken", "token_v2", "getToken", "githubToken", "roomToken"],
    );
}

#[test]
fn names_of_session_cookies() {
    all(
        SessionCookie,
        &[
            "session",
            "sid",
            "sess",
            "connect.sid",
            "koa.sess",
            "express:sess",
            "PHPSESSID",
            "JSESSIONID",
            "ASP.NET_SessionId",
            "laravel_session",
            "_myapp_session",
            "ci_session",
            "appSession",
            "__session",
            "__Host-session",
            "__Secure-sid",
            "wos-session",
            "auth_session",
            "stytch_session",
            "ory_kratos_session",
            "auth",
            "user-auth",
            "Authorization",
            "sessionid",
            "session_id",
            "sessionId",
            "SESSIONID",
            "admin_session",
            "wordpress_logged_in_abc",
            ".AspNetCore.Identity.Application",
            "KEYCLOAK_IDENTITY",
            "usersession",
        ],
    );
}

#[test]
fn what_only_shares_the_word_is_not_a_token() {
    all(
        NotToken,
        &[
            "csrf",
            "csrfToken",
            "csrf_token",
            "XSRF-TOKEN",
            "x-xsrf-token",
            "next-auth.csrf-token",
            "authenticity_csrf",
            "pushToken",
            "fcmToken",
            "fcm_token",
            "apnsToken",
            "deviceToken",
            "expoPushToken",
            "pageToken",
            "nextPageToken",
            "next_token",
            "nextToken",
            "continuationToken",
            "syncToken",
            "cursorToken",
            "designTokens",
            "themeToken",
            "colorToken",
            "tokenCount",
            "maxTokens",
            "max_tokens",
            "tokenLimit",
            "tokenUsage",
            "totalTokens",
            "promptTokens",
            "captchaToken",
            "recaptchaToken",
            "turnstileToken",
            "mapboxToken",
            "mapboxAccessToken",
            "mapToken",
            "tokenSymbol",
            "tokenAddress",
            "tokenBalance",
            "contractToken",
            "mintToken",
            "tokenPrice",
            "tokenType",
            "token_type",
            "tokenExpires",
            "token_expires_at",
            "accessTokenExpiry",
            "access_token_expires_in",
            "tokenName",
            "tokenId",
            "token_id",
            "publicToken",
            "anonToken",
            "publishableToken",
            "tokenizer",
            "inviteToken",
            "invitation_token",
            "unsubscribeToken",
            "resetToken",
            "cancelToken",
            "tokenIn",
            "hasToken",
            "isTokenValid",
            "isAuthenticated",
            "fromToken",
            "stripeToken",
            "cartToken",
            "jwtSecret",
            "jwt_public_key",
            "tokenError",
            "userShareToken",
            "lastSessionId",
            "sessionCount",
            "session_start",
            "session_expiry",
            "sessionTimeout",
            "session.sig",
            "session_theme",
            "last_session",
            "auth0.state.session",
        ],
    );
}

#[test]
fn sessions_of_other_peoples_scripts_are_not_logins() {
    all(
        NotToken,
        &[
            "_ga",
            "_ga_ABC",
            "_gid",
            "_fbp",
            "_hjSession_123",
            "_hjSessionUser_1",
            "intercom-session-abc",
            "intercom-id-x",
            "ajs_anonymous_id",
            "ajs_user_id",
            "hubspotutk",
            "__hssc",
            "_uetsid",
            "_clsk",
            "_pk_ses.1",
            "__stripe_sid",
            "ph_phc_x_posthog",
            "mp_abc_mixpanel",
            "rl_session",
            "sentryReplaySession",
            "crisp-client/session/abc",
            "OptanonConsent",
            "_dd_s",
            "AMP_abc",
            "amplitude_id",
            "msal.token.keys.client",
            "__clerk_db_jwt",
            "KEYCLOAK_SESSION",
            "cookieyes-consent",
        ],
    );
}

#[test]
fn names_without_the_words_say_nothing() {
    all(
        Other,
        &[
            "user",
            "settings",
            "tokens",
            "authProvider",
            "auth_redirect",
            "profile",
            "id",
            "broken",
            "obsession",
            "persist:root",
            "",
            "🔑",
            "next",
            "insider",
            "side",
        ],
    );
}

#[test]
fn the_projects_own_names_go_first() {
    let names = Names {
        tokens: vec!["plume".into()],
        not_tokens: vec!["access_token".into()],
        session_cookies: vec!["crumb".into()],
        not_session_cookies: vec!["session".into()],
    };
    assert_eq!(classify_for(&names, "Plume"), AuthToken);
    assert_eq!(classify_for(&names, "access_token"), NotToken);
    assert_eq!(classify_for(&names, "crumb"), SessionCookie);
    assert_eq!(classify_for(&names, "session"), NotToken);
    assert_eq!(classify_for(&names, "jwt"), AuthToken);
}

#[test]
fn hostile_names_are_bounded() {
    assert!(words(&"aB".repeat(1_000_000)).len() <= 512);
    assert_eq!(classify(&"\u{0}".repeat(100_000)), Other);
}
