<?xml version="1.0" encoding="UTF-8"?>
<!-- What options of the cluster said of all resources and operations moves to where defaults are kept. What
     is set there already stays. What holds by a rule goes on doing so, in a set of its own. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:u="urn:systole:upgrade"
    exclude-result-prefixes="#all">

  <xsl:import href="../lib.xsl"/>

  <xsl:variable name="operations" as="map(xs:string, xs:string)" select="map {
      'default-action-timeout': 'timeout',
      'default_action_timeout': 'timeout'}"/>

  <xsl:variable name="resources" as="map(xs:string, xs:string)" select="map {
      'default-migration-threshold': 'migration-threshold',
      'default-resource-failure-stickiness': 'migration-threshold',
      'default_resource_failure_stickiness': 'migration-threshold',
      'default-resource-stickiness': 'resource-stickiness',
      'default_resource_stickiness': 'resource-stickiness',
      'is-managed-default': 'is-managed',
      'is_managed_default': 'is-managed'}"/>

  <xsl:variable name="moving" as="xs:string*" select="($operations, $resources) ! map:keys(.)"/>

  <xsl:variable name="moved" as="element(nvpair)*"
      select="/cib/configuration/crm_config/cluster_property_set/nvpair[@name = $moving]"/>

  <!-- Those that become defaults. -->
  <xsl:variable name="arriving" as="element(nvpair)*" select="
      u:kept(/cib/configuration/op_defaults, $operations),
      u:kept(/cib/configuration/rsc_defaults, $resources),
      u:conditional($moved/.., /cib/configuration/op_defaults, $operations),
      u:conditional($moved/.., /cib/configuration/rsc_defaults, $resources)"/>

  <!-- A set that has nothing left goes. -->
  <xsl:template match="crm_config/cluster_property_set[nvpair]
      [every $pair in nvpair satisfies $pair/@name = $moving][not(u:is-referred-to(.))]">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="what" select="'dropped, since nothing is left in it'"/>
    </xsl:call-template>
    <xsl:apply-templates select="nvpair | comment()"/>
  </xsl:template>

  <xsl:template match="crm_config/cluster_property_set/nvpair[@name = $moving]">
    <xsl:if test="empty(. intersect $arriving)">
      <xsl:call-template name="u:tell">
        <xsl:with-param name="what" select="'dropped, since ' || @name || ' has no effect here'"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:template match="/cib/configuration">
    <xsl:copy>
      <xsl:apply-templates select="@*, node()"/>
      <xsl:if test="empty(op_defaults) and u:arrives((), $operations)">
        <op_defaults>
          <xsl:call-template name="sets">
            <xsl:with-param name="names" select="$operations"/>
            <xsl:with-param name="id" select="'op-defaults'"/>
          </xsl:call-template>
        </op_defaults>
      </xsl:if>
      <xsl:if test="empty(rsc_defaults) and u:arrives((), $resources)">
        <rsc_defaults>
          <xsl:call-template name="sets">
            <xsl:with-param name="names" select="$resources"/>
            <xsl:with-param name="id" select="'rsc-defaults'"/>
          </xsl:call-template>
        </rsc_defaults>
      </xsl:if>
    </xsl:copy>
  </xsl:template>

  <xsl:template match="/cib/configuration/op_defaults | /cib/configuration/rsc_defaults">
    <xsl:variable name="names"
        select="if (self::op_defaults) then $operations else $resources"/>
    <!-- One that holds always can take them in, unless it would come before those that hold by a rule. -->
    <xsl:variable name="host" select="meta_attributes[@id][not(rule)]
        [empty(u:conditional($moved/.., current(), $names))][1]"/>
    <xsl:copy>
      <xsl:apply-templates select="@*"/>
      <xsl:for-each select="node()">
        <xsl:choose>
          <xsl:when test=". is $host">
            <xsl:copy>
              <xsl:apply-templates select="@*, node()"/>
              <xsl:call-template name="pairs">
                <xsl:with-param name="pairs" select="u:kept(.., $names)"/>
                <xsl:with-param name="names" select="$names"/>
              </xsl:call-template>
            </xsl:copy>
          </xsl:when>
          <xsl:otherwise>
            <xsl:apply-templates select="."/>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:for-each>
      <xsl:if test="empty($host) and u:arrives(., $names)">
        <xsl:call-template name="sets">
          <xsl:with-param name="names" select="$names"/>
          <xsl:with-param name="defaults" select="."/>
          <xsl:with-param name="id" select="translate(name(), '_', '-')"/>
        </xsl:call-template>
      </xsl:if>
    </xsl:copy>
  </xsl:template>

  <!-- The sets of what arrives: one for each rule, and one for what holds always. -->
  <xsl:template name="sets">
    <xsl:param name="names"/>
    <xsl:param name="defaults" select="()"/>
    <xsl:param name="id"/>
    <xsl:for-each select="/cib/configuration/crm_config/cluster_property_set
        [exists(u:conditional(., $defaults, $names))]">
      <meta_attributes id="{u:id(($id, string(@id)))}">
        <xsl:copy-of select="@score"/>
        <xsl:apply-templates select="rule" mode="another">
          <xsl:with-param name="for" select="$id" tunnel="yes"/>
        </xsl:apply-templates>
        <xsl:call-template name="pairs">
          <xsl:with-param name="pairs" select="u:conditional(., $defaults, $names)"/>
          <xsl:with-param name="names" select="$names"/>
        </xsl:call-template>
      </meta_attributes>
    </xsl:for-each>
    <xsl:if test="exists(u:kept($defaults, $names))">
      <meta_attributes id="{u:id($id)}">
        <xsl:call-template name="pairs">
          <xsl:with-param name="pairs" select="u:kept($defaults, $names)"/>
          <xsl:with-param name="names" select="$names"/>
        </xsl:call-template>
      </meta_attributes>
    </xsl:if>
  </xsl:template>

  <xsl:template name="pairs">
    <xsl:param name="pairs" as="element(nvpair)*"/>
    <xsl:param name="names"/>
    <xsl:for-each select="$pairs">
      <xsl:call-template name="u:tell">
        <xsl:with-param name="what"
            select="@name || ' is the default ' || $names(@name) || ' now'"/>
      </xsl:call-template>
      <nvpair id="{@id}" name="{$names(@name)}" value="{u:value(.)}"/>
    </xsl:for-each>
  </xsl:template>

  <xsl:function name="u:arrives" as="xs:boolean">
    <xsl:param name="defaults" as="element()?"/>
    <xsl:param name="names"/>
    <xsl:sequence select="exists(u:kept($defaults, $names))
        or exists(u:conditional($moved/.., $defaults, $names))"/>
  </xsl:function>

  <!-- Those that always hold and give a default that is not set yet, the first of each name. -->
  <xsl:function name="u:kept" as="element(nvpair)*">
    <xsl:param name="defaults" as="element()?"/>
    <xsl:param name="names"/>
    <xsl:sequence select="u:new($moved[not(../rule)], $defaults, $names)"/>
  </xsl:function>

  <!-- Those of these sets that hold by a rule and give a default that is not set yet. -->
  <xsl:function name="u:conditional" as="element(nvpair)*">
    <xsl:param name="sets" as="element(cluster_property_set)*"/>
    <xsl:param name="defaults" as="element()?"/>
    <xsl:param name="names"/>
    <xsl:sequence select="$sets[rule] ! u:new(nvpair[@name = $moving], $defaults, $names)"/>
  </xsl:function>

  <xsl:function name="u:new" as="element(nvpair)*">
    <xsl:param name="pairs" as="element(nvpair)*"/>
    <xsl:param name="defaults" as="element()?"/>
    <xsl:param name="names"/>
    <xsl:variable name="set" select="$defaults/meta_attributes/nvpair/@name"/>
    <xsl:for-each-group select="$pairs[exists($names(@name))][exists(u:value(.))]"
        group-by="$names(@name)">
      <xsl:sequence select="current-group()[1][not(current-grouping-key() = $set)]"/>
    </xsl:for-each-group>
  </xsl:function>

  <!-- What a failure cost has become how many are borne: one, if it cost everything. -->
  <xsl:function name="u:value" as="xs:string?">
    <xsl:param name="pair" as="element(nvpair)"/>
    <xsl:choose>
      <xsl:when test="not(contains(translate($pair/@name, '_', '-'), 'failure-stickiness'))">
        <xsl:sequence select="string($pair/@value)"/>
      </xsl:when>
      <xsl:when test="$pair/@value = '-INFINITY'">
        <xsl:sequence select="'1'"/>
      </xsl:when>
    </xsl:choose>
  </xsl:function>
</xsl:stylesheet>
