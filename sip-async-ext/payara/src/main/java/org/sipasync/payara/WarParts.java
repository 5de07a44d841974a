package org.sipasync.payara;

import jakarta.servlet.ServletContext;
import jakarta.transaction.UserTransaction;
import java.util.concurrent.Executor;
import org.sipasync.payara.server.SipSettings;
import org.sipasync.payara.war.SipModule;
import org.sipasync.spi.CheckedApplication;

/**
 * Parts of a WAR for its container, its own and the server's.
 *
 * @param pool the server's ManagedExecutorService
 * @param context runs work in the WAR's context, on the calling thread
 * @param transaction the WAR's
 * @param checked the application in the engine; null without an engine
 */
public record WarParts(
    SipSettings settings,
    Executor pool,
    SipModule module,
    ServletContext servletContext,
    Executor context,
    UserTransaction transaction,
    CheckedApplication checked) {}
