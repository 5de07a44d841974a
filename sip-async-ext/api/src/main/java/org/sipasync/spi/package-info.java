/** What the engine and a SIP container owe each other. Applications do not use it. */
package org.sipasync.spi;
