/** A converged application: SIP and HTTP servlets that share application sessions. */
package org.sipasync.test.web;
