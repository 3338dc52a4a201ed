<?xml version="1.0" encoding="UTF-8"?>
<!-- Options of the cluster get the names that are understood; those that meant nothing go. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:u="urn:systole:upgrade"
    exclude-result-prefixes="#all">

  <xsl:import href="../lib.xsl"/>

  <xsl:variable name="renamed" as="map(xs:string, xs:string)" select="map {
      'cluster_recheck_interval': 'cluster-recheck-interval',
      'dc_deadtime': 'dc-deadtime',
      'election_timeout': 'election-timeout',
      'no_quorum_policy': 'no-quorum-policy',
      'remove_after_stop': 'remove-after-stop',
      'shutdown_escalation': 'shutdown-escalation',
      'startup_fencing': 'startup-fencing',
      'stonith_action': 'stonith-action',
      'stonith_enabled': 'stonith-enabled',
      'stop_orphan_actions': 'stop-orphan-actions',
      'stop_orphan_resources': 'stop-orphan-resources',
      'symmetric_cluster': 'symmetric-cluster',
      'transition_idle_timeout': 'cluster-delay'}"/>

  <xsl:variable name="meaningless" as="xs:string*"
      select="'expected-quorum-votes', 'notification-agent', 'notification-recipient'"/>

  <xsl:template match="crm_config/*/nvpair[map:contains($renamed, @name)]"
      xmlns:map="http://www.w3.org/2005/xpath-functions/map">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="what" select="@name || ' is called ' || $renamed(@name) || ' now'"/>
    </xsl:call-template>
    <xsl:copy>
      <xsl:copy-of select="@*"/>
      <xsl:attribute name="name" select="$renamed(@name)"/>
    </xsl:copy>
  </xsl:template>

  <!-- Where both names are given the new one counts. -->
  <xsl:template match="crm_config/*/nvpair[map:contains($renamed, @name)]
      [$renamed(string(@name)) = (../nvpair, ../../*[not(rule)]/nvpair)/@name]" priority="2"
      xmlns:map="http://www.w3.org/2005/xpath-functions/map">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="what"
          select="'dropped, since ' || $renamed(@name) || ' counts before ' || @name"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="crm_config/*/nvpair[@name = $meaningless]">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="what" select="'dropped, since ' || @name || ' has no effect'"/>
    </xsl:call-template>
  </xsl:template>
</xsl:stylesheet>
