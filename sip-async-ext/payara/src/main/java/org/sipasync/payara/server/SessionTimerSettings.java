package org.sipasync.payara.server;

/**
 * Session timer (RFC 4028) of dialogs whose servlet does not say otherwise.
 *
 * @param isOn true if all servlets have one ({@code sip.session-timer})
 * @param expires wished interval in seconds ({@code sip.session-timer.expires})
 * @param min shortest interval in seconds ({@code sip.session-timer.min})
 */
public record SessionTimerSettings(boolean isOn, int expires, int min) {}
